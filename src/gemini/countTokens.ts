import type { ContentUnion, CountTokensParameters, GenerateContentConfig, Tool } from '@google/genai';
import type { LocalPythonOptions } from '../answer/options.ts';
import { partsOfInstruction } from '../answer/request/addInstruction.ts';
import { codeExecutionIn, encodeConfig, FIRST_REQUEST } from '../answer/request/config.ts';
import { passThrough } from '../answer/request/passThrough.ts';
import { type ApiTraits, type LocalRequest, prepareRequest } from '../answer/request/prepareRequest.ts';
import { readRequestOptions } from '../answer/request/requestOptions.ts';

/**
 * Makes the request that counts the tokens of what `generateContent` would first send: the contents as the model gets them and, if code runs
 * in the sandbox, the functions and the instruction.
 */
export async function encodeForCounting(
  params: CountTokensParameters,
  client: LocalPythonOptions,
  traits: ApiTraits,
): Promise<CountTokensParameters> {
  const { model, contents, config = {} } = params;
  const { systemInstruction, tools = [] } = config;
  const tool = codeExecutionIn(tools);
  const { options } = readRequestOptions(client, tool);
  if (!tool || options.mode === 'server') {
    const plain = await passThrough({ model, contents, config: { tools } }, 'server');
    return {
      ...params,
      contents: plain.contents,
      ...(tool && { config: { ...config, ...toolsOf(plain.config ?? {}) } }),
    };
  }
  const asked = { tools, ...(systemInstruction && { systemInstruction }) };
  const { request } = await prepareRequest({ model, contents, config: asked }, options, traits);
  const encoded = encodeConfig(asked, request, FIRST_REQUEST);
  if (traits.isVertex) return { ...params, contents: request.contents, config: { ...config, ...toolsOf(encoded) } };
  const { systemInstruction: _, tools: __, httpOptions, ...others } = config;
  const body = { generateContentRequest: encodeBody(model, request, encoded), contents: [] };
  // The SDK refuses tools and instructions here, but the API takes a whole request in place of the contents.
  const extraBody = { ...httpOptions?.extraBody, ...body };
  return { model, contents: 'counted', config: { ...others, httpOptions: { ...httpOptions, extraBody } } };
}

function toolsOf({ tools = [], systemInstruction }: GenerateContentConfig): {
  tools: Tool[];
  systemInstruction?: ContentUnion;
} {
  return { tools: tools as Tool[], ...(systemInstruction && { systemInstruction }) };
}

/** @see https://ai.google.dev/api/tokens */
function encodeBody(
  model: string,
  { contents }: LocalRequest,
  { tools, toolConfig, systemInstruction }: GenerateContentConfig,
): Record<string, unknown> {
  return {
    model: model.includes('/') ? model : `models/${model}`,
    contents,
    tools,
    ...(toolConfig && { toolConfig }),
    ...(systemInstruction && { systemInstruction: { role: 'user', parts: partsOfInstruction(systemInstruction) } }),
  };
}
