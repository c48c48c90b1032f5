/**
 * Claude's code execution in the sandbox.
 *
 * @module anthropic
 */
export type { BeforeRun, ProposedProgram, RunDecision } from '../answer/beforeRun.ts';
export type { AnswerEvent, TokenCounts } from '../answer/events.ts';
export type { AnswerOptions, FileReference, LocalPythonOptions, SandboxChoice } from '../answer/options.ts';
export { withLocalPython } from '../anthropic/client.ts';
export { type CodeExecutionOptions, type CodeExecutionTool, codeExecution } from '../anthropic/codeExecution.ts';
export { type FileBlock, fileBlock } from '../anthropic/fileBlock.ts';
export { partialMessage } from '../anthropic/partialMessage.ts';
export {
  type PythonTool,
  type PythonToolContent,
  type PythonToolOptions,
  pythonTool,
} from '../anthropic/pythonTool.ts';
export type { AnthropicClient, Block, Message, MessageFacts, Usage } from '../anthropic/wire.ts';
