import type { CodeExecutionResult, Content, ExecutableCode, GenerateContentConfig, Part } from '@google/genai';
import { FunctionCallingConfigMode, Outcome } from '@google/genai';
import { isMeaningful } from './chunk.ts';
import { decodeResult } from './decode.ts';
import { isPythonCall, RUN_PYTHON, replaceCodeExecution } from './tool.ts';

/** How far the loop has come when it asks the model again. */
export interface LoopState {
  /** Runs so far in this answer. */
  runs: number;
  /** Whether the model is to answer without running more. */
  exhausted: boolean;
}

/** Gives the config of one request to the model: our function in the place of `codeExecution`, everything else as the caller has it. */
export function encodeConfig(config: GenerateContentConfig, { runs, exhausted }: LoopState): GenerateContentConfig {
  const encoded = { ...config, tools: replaceCodeExecution(config.tools ?? []) };
  const calling = config.toolConfig?.functionCallingConfig;
  const withMode = (mode: FunctionCallingConfigMode) => ({ ...config.toolConfig, functionCallingConfig: { mode } });
  if (exhausted) return { ...encoded, toolConfig: withMode(FunctionCallingConfigMode.NONE) };
  // A model that must call a function in every turn would never answer.
  const mustCall = calling?.mode === FunctionCallingConfigMode.ANY;
  return mustCall && runs > 0 ? { ...encoded, toolConfig: withMode(FunctionCallingConfigMode.AUTO) } : encoded;
}

/**
 * Turns server-shaped contents back into the function calls and responses that they were. Each `executableCode` becomes a call in the
 * model's turn; results, with the images that follow them, become the user's turn that answers it. The model's contents that follow
 * each other are one turn, since a streamed chat records every chunk as a content of its own. Parts are never merged, and a signature
 * stays on the part it came on. Empty text without a signature, which only ends a stream, is dropped.
 */
export function encodeContents(contents: Content[]): Content[] {
  const encoded: Content[] = [];
  for (const content of contents) {
    if (content.role === 'model') for (const part of content.parts ?? []) addModelPart(encoded, part);
    else addUserContent(encoded, content);
  }
  return encoded;
}

function addModelPart(encoded: Content[], part: Part): void {
  if (!isMeaningful(part)) return;
  const last = encoded.at(-1);
  if (part.codeExecutionResult) addResult(encoded, part.codeExecutionResult);
  // An image right after a result is what the code made, as the server sends it.
  else if (part.inlineData && last && isResponse(last)) last.parts?.push(part);
  else if (last?.role === 'model') last.parts?.push(encodePart(part));
  else encoded.push({ role: 'model', parts: [encodePart(part)] });
}

function addUserContent(encoded: Content[], content: Content): void {
  answerUnrunCode(encoded);
  if (isResponse(content)) addResponses(encoded, content.parts ?? []);
  else encoded.push(content);
}

/** All responses to a turn's calls, the caller's and ours, go back in one content. */
function addResponses(encoded: Content[], parts: Part[]): void {
  const last = encoded.at(-1);
  if (last && isResponse(last)) last.parts?.push(...parts);
  else encoded.push({ role: 'user', parts: [...parts] });
}

/** The server may give several results for one program; the API takes one response for one call. */
function addResult(encoded: Content[], result: CodeExecutionResult): void {
  const last = encoded.at(-1);
  if (last && isResponse(last) && isAnswered(encoded)) last.parts?.push(...mergedInto(last.parts.pop(), result));
  else addResponses(encoded, [encodeResult(result)]);
}

/** Whether every call of the model's last turn has its response. */
function isAnswered(encoded: Content[]): boolean {
  const count = (content: Content | undefined, kind: 'functionCall' | 'functionResponse') =>
    (content?.parts ?? []).filter((part) => part[kind]).length;
  return count(encoded.at(-1), 'functionResponse') >= count(encoded.at(-2), 'functionCall');
}

function mergedInto(earlier: Part | undefined, { outcome, output = '' }: CodeExecutionResult): Part[] {
  const { functionResponse } = earlier ?? {};
  if (!functionResponse) return earlier ? [earlier] : [];
  const { output: good = '', error: bad = '' } = functionResponse.response ?? {};
  const { id } = functionResponse;
  return [
    encodeResult({
      ...(id === undefined ? {} : { id }),
      ...(outcome && { outcome }),
      output: `${good}${bad}${output}`,
    }),
  ];
}

/** Code that was cut off or stopped has no result, and the API refuses a call without a response. */
function answerUnrunCode(encoded: Content[]): void {
  const last = encoded.at(-1);
  if (last?.role !== 'model') return;
  const calls = (last.parts ?? []).flatMap(({ functionCall }) => (isPythonCall(functionCall) ? [functionCall] : []));
  for (const call of calls) addModelPart(encoded, decodeResult(call, UNRUN));
}

const UNRUN = { outcome: 'OUTCOME_FAILED', output: 'This code was not run.' } as const;

function isResponse({ parts = [] }: Content): boolean {
  return parts.some((part) => part.functionResponse !== undefined);
}

function encodePart(part: Part): Part {
  const { executableCode, ...rest } = part;
  return executableCode ? { ...rest, functionCall: encodeCall(executableCode) } : part;
}

function encodeCall({ id, code = '' }: ExecutableCode): NonNullable<Part['functionCall']> {
  return { ...(id === undefined ? {} : { id }), name: RUN_PYTHON.name ?? '', args: { code } };
}

/** Gives a result as the response to the call that asked for it. `output` and `error` are the keys that the API gives a meaning. */
export function encodeResult({ id, outcome, output = '' }: CodeExecutionResult): Part {
  const response = outcome === Outcome.OUTCOME_OK ? { outcome, output } : { outcome, error: output };
  return { functionResponse: { ...(id === undefined ? {} : { id }), name: RUN_PYTHON.name ?? '', response } };
}
