import type { BeforeRun } from '../../answer/beforeRun.ts';
import { lazySandbox } from '../../answer/loop/lazySandbox.ts';
import { type SandboxToolOptions, sandboxTools } from '../sandboxTools.ts';
import { modelContext, registerTools, type WebMcpRegistration } from './registerTools.ts';

/** Options of {@link registerWebMcpTools}. */
export interface WebMcpOptions extends SandboxToolOptions {
  /** Decides on each program before it runs, and may ask the user. `id` counts the programs from 1. @default every program runs */
  beforeRun?: BeforeRun;
  /** Takes the tools away when it aborts. */
  signal?: AbortSignal;
}

/**
 * Registers the tools of a sandbox in the browser (WebMCP), so that its agent finds them in this page: `run_python`, `run_javascript`,
 * `write_file` and `reset`. Does nothing in a browser without WebMCP. In others, it creates the sandbox first.
 *
 * @returns what was registered
 * @throws InvalidOptionError if an option has an invalid value; the errors of your function `sandbox`
 * @example
 * ```ts
 * import { registerWebMcpTools } from 'glovebox/mcp';
 * import { Sandbox } from 'glovebox/sandbox';
 *
 * const { state, names } = await registerWebMcpTools({
 *   sandbox: () => Sandbox.create(),
 *   beforeRun: ({ code }) => (confirm(`Run this?\n\n${code}`) ? 'run' : { refuse: 'The user said no.' }),
 * });
 * ```
 */
export async function registerWebMcpTools(options: WebMcpOptions): Promise<WebMcpRegistration> {
  const openSandbox = lazySandbox(options.sandbox);
  const tools = sandboxTools({ ...options, sandbox: openSandbox });
  const context = modelContext();
  // Chromium 156 drops the result of a call if a frame was added meanwhile.
  if (context) await openSandbox();
  return registerTools(context, tools, options.signal);
}
