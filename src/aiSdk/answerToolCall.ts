import { errorMessage } from '../errors.ts';
import type { CodeToolOutput } from './output.ts';
import type { AiSdkTool } from './tool.ts';

/** A call that `onToolCall` gets. */
interface ToolCall {
  toolCallId: string;
  toolName: string;
  input: unknown;
  dynamic?: boolean | undefined;
}

/** Options of {@link answerToolCall}. */
export interface AnswerToolCallOptions {
  /** The tools that run here, by the names under which the server declares them. */
  tools: Readonly<Record<string, AiSdkTool<6> | AiSdkTool<7>>>;
  /** The function of `useChat`, or of a `Chat`. */
  addToolOutput: (output: never) => unknown;
  /** Stops the program. The model is told so. */
  abortSignal?: AbortSignal;
  /** Called with what the program has printed so far, while it runs. */
  onOutput?: (output: CodeToolOutput, toolCallId: string) => void;
}

/**
 * Answers a call of a tool whose code runs in this page, for a server that has its definition: `onToolCall: ({ toolCall }) =>
 * void answerToolCall(toolCall, { tools, addToolOutput })`. The output goes to `addToolOutput` when the program has ended, as an error if it
 * could not run. Returns at once: the chat would wait for it forever.
 *
 * @returns whether the call is one of these tools, and none that the server made up (`dynamic`)
 * @see https://ai-sdk.dev/docs/ai-sdk-ui/chatbot-tool-usage
 * @example
 * ```ts
 * import { type ChatInit, lastAssistantMessageIsCompleteWithToolCalls, type UIMessage } from 'ai';
 * import { aiSdkTool, answerToolCall } from 'glovebox/ai-sdk';
 *
 * const tools = { run_python: aiSdkTool({ sandbox }) };
 * const chatOptions: Partial<ChatInit<UIMessage>> = {
 *   sendAutomaticallyWhen: lastAssistantMessageIsCompleteWithToolCalls,
 *   onToolCall: ({ toolCall }) => {
 *     answerToolCall(toolCall, { tools, addToolOutput });
 *   },
 * };
 * ```
 */
export function answerToolCall(toolCall: ToolCall, options: AnswerToolCallOptions): boolean {
  const { toolName, dynamic } = toolCall;
  const tool = Object.hasOwn(options.tools, toolName) ? options.tools[toolName] : undefined;
  if (dynamic || !tool) return false;
  answer(tool, toolCall, options).catch((error) => reportError(error));
  return true;
}

async function answer(
  tool: AiSdkTool<6> | AiSdkTool<7>,
  { toolCallId, toolName, input }: ToolCall,
  { addToolOutput, abortSignal, onOutput }: AnswerToolCallOptions,
): Promise<void> {
  const add = addToolOutput as (output: object) => unknown;
  const call = { tool: toolName, toolCallId };
  let output: CodeToolOutput | undefined;
  try {
    for await (output of tool.execute(input as { code: string }, { abortSignal }))
      if (output.status === 'running') onOutput?.(output, toolCallId);
  } catch (error) {
    await add({ ...call, state: 'output-error', errorText: errorMessage(error) });
    return;
  }
  await add({ ...call, output });
}
