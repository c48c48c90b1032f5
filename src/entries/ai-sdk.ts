/**
 * Code as a tool of the Vercel AI SDK, and in the place of the providers' own code tools; and its tools for code in the sandbox.
 *
 * @module ai-sdk
 */

export { type AiSdkFunction, type AiSdkToolsOptions, aiSdkTools } from '../aiSdk/aiSdkTools.ts';
export { type AnswerToolCallOptions, answerToolCall } from '../aiSdk/answerToolCall.ts';
export type { SdkSchema } from '../aiSdk/flexibleSchema.ts';
export {
  type LocalPythonMiddleware,
  type LocalPythonMiddlewareOptions,
  localPythonMiddleware,
} from '../aiSdk/middleware/localPythonMiddleware.ts';
export type { CodeToolOutput, ModelOutput, ModelOutputPart } from '../aiSdk/output.ts';
export type { StandardSchema } from '../aiSdk/schema.ts';
export { type AiSdkTool, type AiSdkToolOptions, aiSdkTool } from '../aiSdk/tool.ts';
export type { Approval, ApprovalRule } from '../sandbox/tools/approval.ts';
export type { Tool } from '../sandbox/tools/tool.ts';
export type { NameOptions } from '../tool/foreignTools.ts';
