import type { Mint } from '../../asked.ts';
import type { Part } from '../../checks/schema.ts';
import { type GeminiModel, isGemini3OrLater } from '../../models.ts';
import type { Block, Step } from '../steps.ts';

/**
 * Turns a model's parts into steps. Each text is a block of its own, to be streamed as a delta of its own.
 *
 * As in every recording, the answer begins with a signed thought. The signature of a part goes to the thought before it.
 */
export function stepsOfParts(parts: readonly Part[], model: GeminiModel, mint: Mint): Step[] {
  const steps: Step[] = [];
  let toolCallId: string | undefined;
  for (const part of parts) {
    if (part.thoughtSignature && !part.thought) openThought(steps).signature = part.thoughtSignature;
    const step = toolStep(part, model, mint, toolCallId);
    if (step) {
      toolCallId = step.id ?? toolCallId;
      steps.push(step);
    } else if (part.thought) {
      const thought = openThought(steps);
      thought.summary = [...(thought.summary ?? []), { text: part.text ?? '', type: 'text' }];
      if (part.thoughtSignature) thought.signature = part.thoughtSignature;
    } else {
      const output = outputAtEnd(steps);
      output.content = [...(output.content ?? []), blockOf(part)];
    }
  }
  return withThoughts(steps, mint);
}

/** Returns the last thought if it is not signed yet, or a new one. */
function openThought(steps: Step[]): Step {
  const last = steps.at(-1);
  if (last?.type === 'thought' && last.signature === undefined) return last;
  return append(steps, { type: 'thought' });
}

function outputAtEnd(steps: Step[]): Step {
  const last = steps.at(-1);
  return last?.type === 'model_output' ? last : append(steps, { type: 'model_output' });
}

function append(steps: Step[], step: Step): Step {
  steps.push(step);
  return step;
}

/** Signs every thought, and begins with one. The fields are in the order of the recordings. */
function withThoughts(steps: readonly Step[], mint: Mint): Step[] {
  const thoughtFirst = steps[0]?.type === 'thought' ? steps : [{ type: 'thought' }, ...steps];
  return thoughtFirst.map((step) => {
    if (step.type !== 'thought')
      return step.type === 'model_output' ? { content: step.content, type: step.type } : step;
    return {
      signature: step.signature ?? mint.signature(),
      ...(step.summary && { summary: step.summary }),
      type: 'thought',
    };
  });
}

function toolStep(part: Part, model: GeminiModel, mint: Mint, callId: string | undefined): Step | undefined {
  const { functionCall, executableCode, codeExecutionResult, toolCall, toolResponse } = part;
  // Gemini 3 signs the calls and results of the server's tools (ai.google.dev, "Streaming").
  const signature = isGemini3OrLater(model) ? mint.signature() : '';
  if (functionCall) {
    const { id = mint.id(), name = '', args = {} } = functionCall;
    return { id, type: 'function_call', name, arguments: args };
  }
  if (executableCode) {
    const { id = mint.id(), language = 'PYTHON', code = '' } = executableCode;
    return { id, signature, type: 'code_execution_call', arguments: { language: language.toLowerCase(), code } };
  }
  if (codeExecutionResult) {
    const { id: call_id = callId ?? mint.id(), outcome, output: result = '' } = codeExecutionResult;
    return { call_id, signature, type: 'code_execution_result', result, is_error: outcome !== 'OUTCOME_OK' };
  }
  if (toolCall) {
    const { id = mint.id(), args = {} } = toolCall;
    return { id, signature, type: `${toolName(toolCall.toolType)}_call`, arguments: args };
  }
  if (!toolResponse) return undefined;
  const { id: call_id = callId ?? mint.id(), response } = toolResponse;
  const result = response === undefined ? [] : [response];
  return { call_id, signature, type: `${toolName(toolResponse.toolType)}_result`, result, is_error: false };
}

/** `google_search` for `GOOGLE_SEARCH_WEB` */
function toolName(toolType = 'TOOL_TYPE_UNSPECIFIED'): string {
  return toolType.toLowerCase().replace(/_(web|image)$/, '');
}

function blockOf({ text = '', inlineData, fileData }: Part): Block {
  const media = inlineData ?? fileData;
  if (!media) return { text, type: 'text' };
  const { mimeType: mime_type = '' } = media;
  const [kind = ''] = mime_type.split('/');
  const type = ['image', 'audio', 'video'].includes(kind) ? kind : 'document';
  return { type, mime_type, ...(inlineData ? { data: inlineData.data } : { uri: fileData?.fileUri }) };
}

/** Joins neighbouring texts, as in an answer that is not streamed. */
export function joinTexts(steps: readonly Step[]): Step[] {
  return steps.map((step) => ({
    ...step,
    ...(step.content && { content: joined(step.content) }),
    ...(step.summary && { summary: joined(step.summary) }),
  }));
}

function joined(blocks: readonly Block[]): Block[] {
  const all: Block[] = [];
  for (const block of blocks) {
    const last = all.at(-1);
    if (last?.type === 'text' && block.type === 'text')
      all[all.length - 1] = { ...last, text: `${last.text}${block.text}` };
    else all.push(block);
  }
  return all;
}
