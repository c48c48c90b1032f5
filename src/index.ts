export {
  type Cassette,
  type CassetteFile,
  type Exchange,
  InvalidCassetteError,
  readCassette,
} from './cassette/format.ts';
export { CassetteMismatchError } from './cassette/match.ts';
export { type CassetteFacts, EmptyRecordingError, type FetchRecorder, recordFetch } from './cassette/record.ts';
export { type ReplayOptions, replayFetch } from './cassette/replay.ts';
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
export { withLocalPython } from './gemini/client.ts';
export type { Protocol } from './gemini/dialect.ts';
export type { AnswerEvent, RunFacts } from './gemini/events.ts';
export { filePart } from './gemini/filePart.ts';
export type { Environment } from './gemini/instruction.ts';
export type { CodeLanguage } from './gemini/languages.ts';
export type { LocalCodeExecution, LocalPythonOptions, Mode } from './gemini/options.ts';
export type { PictureLimits } from './gemini/pictures.ts';
export { type PythonToolOptions, pythonTool } from './gemini/pythonTool.ts';
export { partialAnswer } from './gemini/respond.ts';
export type { RetryOptions } from './gemini/retry.ts';
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
