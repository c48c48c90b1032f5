/**
 * A Jupyter kernel in place of the sandbox, and the sandbox as a kernel for Jupyter's front ends.
 *
 * @module jupyter
 */
export {
  InvalidOptionError,
  SandboxClosedError,
  SandboxFileError,
  SandboxResetError,
  UntrustedMessageError,
  WorkerDiedError,
} from '../errors.ts';
export { JupyterServerError } from '../jupyter/errors.ts';
export { type NotebookSandbox, SandboxKernel, type SandboxKernelOptions } from '../jupyter/frontEnd/sandboxKernel.ts';
export { JupyterKernel } from '../jupyter/kernel.ts';
export type { JupyterKernelOptions, JupyterKernelStatus } from '../jupyter/options.ts';
export type { JupyterMessage, MessageHeader } from '../jupyter/wire/message.ts';
