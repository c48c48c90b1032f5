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
  Outcome,
  OutputChunk,
  PythonError,
  ToolDescription,
} from './protocol.ts';
export type { DownloadProgress } from './sandbox/assets.ts';
export { Checkpoint } from './sandbox/checkpoint.ts';
export type { EngineProgress } from './sandbox/engine.ts';
export type { FileData, SandboxFiles } from './sandbox/files.ts';
export type { RunOptions, SandboxOptions, SandboxProgress } from './sandbox/options.ts';
export { GEMINI_LIBRARIES, type GeminiLibrary } from './sandbox/packages/geminiLibraries.ts';
export type { PackageProgress } from './sandbox/packages/loader.ts';
export type { PackagesOption } from './sandbox/packages/option.ts';
export type { RunResult } from './sandbox/result.ts';
export { Sandbox } from './sandbox/sandbox.ts';
export type { Tool, ToolLimits } from './sandbox/tools.ts';
