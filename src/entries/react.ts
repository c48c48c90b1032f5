/**
 * The sandbox as hooks of React 18 and 19.
 *
 * @module react
 */
'use client';

export { type PythonState, type UsePythonOptions, usePython } from '../react/usePython.ts';
export { type SandboxState, type UseSandboxOptions, useSandbox } from '../react/useSandbox.ts';
