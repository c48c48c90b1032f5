'use client';

/** The sandbox as hooks of React 18 and 19. */
export { type PythonState, type UsePythonOptions, usePython } from '../react/usePython.ts';
export { type SandboxState, type UseSandboxOptions, useSandbox } from '../react/useSandbox.ts';
