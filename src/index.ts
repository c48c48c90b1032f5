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
export { MalformedResponseError } from './errors.ts';
export type { BeforeRun, ProposedProgram, RunDecision } from './gemini/beforeRun.ts';
export { withLocalPython } from './gemini/client.ts';
export type { Protocol } from './gemini/codec/dialect.ts';
export type { CodeLanguage } from './gemini/codec/languages.ts';
export type { Outcome } from './gemini/codec/outcome.ts';
export type { PictureLimits } from './gemini/codec/pictures.ts';
export type { AnswerEvent, AnswerProgress, RunFacts } from './gemini/events.ts';
export { fileBlock } from './gemini/fileBlock.ts';
export { filePart } from './gemini/filePart.ts';
export { codeExecutionDeclarations, type DeclarationOptions } from './gemini/live/declarations.ts';
export type { AnswerOptions, LocalCodeExecution, LocalPythonOptions, Mode, SandboxChoice } from './gemini/options.ts';
export { partialAnswer, partialInteraction } from './gemini/partialAnswer.ts';
export { type PythonToolOptions, pythonTool } from './gemini/pythonTool.ts';
export type { Environment } from './gemini/request/instruction.ts';
export type { RetryOptions } from './gemini/retry.ts';
export { type Answered, type CodeFile, type CodePicture, type CodeRun, runsOf } from './gemini/runsOf.ts';
export * from './sandbox.ts';
