export { type Cassette, InvalidCassetteError, readCassette } from './cassette/format.ts';
export { CassetteMismatchError, replayFetch } from './cassette/replay.ts';
export {
  EngineBootError,
  EngineDownloadError,
  GloveboxError,
  InvalidOptionError,
  SandboxClosedError,
  SandboxFileError,
  SandboxLimitError,
  SandboxResetError,
  UntrustedMessageError,
  WorkerDiedError,
} from './errors.ts';
export { type LocalPythonOptions, withLocalPython } from './gemini/client.ts';
export type { AnswerEvent } from './gemini/events.ts';
export type { Display, FileInfo, MimeBundle, Outcome, OutputChunk, PythonError } from './protocol.ts';
export type { FileData, SandboxFiles } from './sandbox/files.ts';
export type { PackageProgress } from './sandbox/packages/loader.ts';
export type { PackagesOption } from './sandbox/packages/option.ts';
export type { RunResult } from './sandbox/result.ts';
export { type RunOptions, Sandbox, type SandboxOptions, type SandboxProgress } from './sandbox/sandbox.ts';
export type { Tool, ToolLimits } from './sandbox/tools.ts';
