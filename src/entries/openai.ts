/**
 * The client of OpenAI's API, and of every server that speaks Chat Completions.
 *
 * @module openai
 */
export type { BeforeRun, ProposedProgram, RunDecision } from '../answer/beforeRun.ts';
export type { AnswerEvent, TokenCounts } from '../answer/events.ts';
export type { AnswerOptions, FileReference, LocalPythonOptions, SandboxChoice } from '../answer/options.ts';
export { type OpenAIClient, withLocalPython } from '../openai/client.ts';
export { type CodeInterpreterOptions, codeInterpreter } from '../openai/codeInterpreter.ts';
export {
  type ChatServer,
  ChatServerError,
  type FetchCompletions,
  fetchCompletions,
} from '../openai/completions/fetchCompletions.ts';
export type { Completions, ExecutedTool } from '../openai/completions/wire.ts';
export { type PartialResponse, partialCompletion, partialResponse } from '../openai/partial.ts';
