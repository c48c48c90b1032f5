import type { CodeExecutor } from '../../sandbox/codeExecutor.ts';
import type { LocalPythonOptions } from '../options.ts';

/** Creates the sandbox of a client when it is first needed, and again if that failed or the sandbox was closed since. */
export function lazySandbox(source: LocalPythonOptions['sandbox']): () => Promise<CodeExecutor> {
  if (typeof source !== 'function') return async () => source;
  const open = async () => source();
  let opened: Promise<CodeExecutor> | undefined;
  return () => {
    opened = opened?.then((sandbox) => (sandbox.closed ? open() : sandbox), open) ?? open();
    return opened;
  };
}
