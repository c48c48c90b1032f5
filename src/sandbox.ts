/** The sandbox alone, which knows nothing of models and needs no SDK. */
export {
  EngineBootError,
  EngineDownloadError,
  GloveboxError,
  InvalidOptionError,
  SandboxClosedError,
  SandboxFileError,
  SandboxLimitError,
  SandboxResetError,
  SnapshotError,
  UntrustedMessageError,
  WorkerDiedError,
} from './errors.ts';
export type {
  BootStep,
  Display,
  FileInfo,
  MimeBundle,
  OutputChunk,
  RunError,
  RunStatus,
  ToolDescription,
} from './protocol.ts';
export { Checkpoint } from './sandbox/checkpoint.ts';
export type { DownloadProgress } from './sandbox/download/totalProgress.ts';
export type { EngineProgress } from './sandbox/engine/loadEngine.ts';
export type { ResultImage } from './sandbox/images.ts';
export type { RunOptions, SandboxOptions, SandboxProgress } from './sandbox/options.ts';
export type { PackageProgress } from './sandbox/packages/fetchPlan.ts';
export { GEMINI_LIBRARIES, type GeminiLibrary } from './sandbox/packages/knowledge/geminiLibraries.ts';
export { PackageError } from './sandbox/packages/packageError.ts';
export type { PackagesOption } from './sandbox/packages/packagesOption.ts';
export type { Recovery, RunResult } from './sandbox/result.ts';
export { Sandbox } from './sandbox/sandbox.ts';
export type { FileData, SandboxFiles } from './sandbox/sandboxFiles.ts';
export type { StoredSession } from './sandbox/storage/browserStorage.ts';
export type { Tool, ToolLimits } from './sandbox/tools.ts';
