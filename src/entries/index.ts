/**
 * Code execution of the Gemini API in the sandbox, and all that `glovebox/sandbox` has.
 *
 * @module index
 */
export type { BeforeRun, ProposedProgram, RunDecision } from '../answer/beforeRun.ts';
export type { CodeLanguage } from '../answer/codec/languages.ts';
export type { Outcome } from '../answer/codec/outcome.ts';
export type { PictureLimits } from '../answer/codec/pictureLimits.ts';
export type { Protocol } from '../answer/codec/protocol.ts';
export type { AnswerEvent, AnswerProgress, RunFacts, TokenCounts } from '../answer/events.ts';
export type {
  AnswerOptions,
  FileReference,
  LocalCodeExecution,
  LocalPythonOptions,
  Mode,
  SandboxChoice,
} from '../answer/options.ts';
export { partialAnswer } from '../answer/partialAnswer.ts';
export { filePart } from '../answer/request/filePart.ts';
export type { Environment } from '../answer/request/instruction.ts';
export type { RetryOptions } from '../answer/retry.ts';
export {
  type Cassette,
  type CassetteFile,
  type Exchange,
  InvalidCassetteError,
  readCassette,
} from '../cassette/format.ts';
export { CassetteMismatchError } from '../cassette/match.ts';
export { type CassetteFacts, EmptyRecordingError, type FetchRecorder, recordFetch } from '../cassette/record.ts';
export { type ReplayOptions, replayFetch } from '../cassette/replay.ts';
export { MalformedResponseError } from '../errors.ts';
export { withLocalPython } from '../gemini/client.ts';
export { fileBlock } from '../gemini/fileBlock.ts';
export { partialInteraction } from '../gemini/interactions/partialInteraction.ts';
export { codeExecutionDeclarations, type DeclarationOptions } from '../gemini/live/declarations.ts';
export { type PythonToolOptions, pythonTool } from '../gemini/pythonTool.ts';
export { type Answered, type CodeFile, type CodePicture, type CodeRun, runsOf } from '../gemini/runsOf.ts';
export * from './sandbox.ts';
