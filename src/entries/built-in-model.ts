/**
 * The built-in model of a browser, which runs its code in the sandbox.
 *
 * @module built-in-model
 */
export type { BeforeRun, ProposedProgram, RunDecision } from '../answer/beforeRun.ts';
export type { AnswerEvent, TokenCounts } from '../answer/events.ts';
export type { LocalCodeExecution } from '../answer/options.ts';
export { BuiltInModelError, ContextWindowError, type NoModelReason } from '../builtInModel/errors.ts';
export type {
  Availability,
  AvailabilityOptions,
  CreateOptions,
  Expected,
  LanguageModelApi,
  Message,
  MessageContent,
  ModelSession,
  Prompt,
} from '../builtInModel/languageModel.ts';
export type { LocalSession, PromptOptions } from '../builtInModel/localSession.ts';
export { languageModel } from '../builtInModel/openSession.ts';
export { partialAnswer } from '../builtInModel/partialAnswer.ts';
export { type BuiltInModelOptions, type LocalLanguageModel, withLocalPython } from '../builtInModel/withLocalPython.ts';
