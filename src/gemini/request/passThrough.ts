import type { GenerateContentParameters, ToolUnion } from '@google/genai';
import type { Dialect } from '../codec/dialect.ts';
import { encodeContents } from '../codec/encode.ts';
import { CodeFunctions } from '../codec/languages.ts';
import type { LocalCodeExecution, Mode } from '../options.ts';
import { isCallable } from './callables.ts';
import { circulatesServerTools, codeExecutionIn } from './config.ts';
import { isBlob, isContent, listContents, withoutServerToolParts } from './contents.ts';
import { encodeForServer } from './encodeForServer.ts';
import { signsCalls, takesPicturesInResponses } from './models.ts';
import { withoutNames } from './userFiles.ts';

/**
 * Gives a request to the API as the caller made it, without what only this library understands, and without what is refused there: code
 * of earlier turns in a request that may not run any becomes text.
 *
 * @param mode of the request
 */
export async function passThrough(params: GenerateContentParameters, mode: Mode): Promise<GenerateContentParameters> {
  const { model, config } = params;
  const hasTool = codeExecutionIn(config?.tools) !== undefined;
  if (!hasTool && ![params.contents].flat().some(needsEncoding)) return params;
  // Of a cache nobody but the server knows which tools it has.
  const mayRunCode = hasTool || (mode === 'server' && config?.cachedContent !== undefined);
  const listed = (await listContents(params.contents)).map(withoutNames);
  const plain = circulatesServerTools(config) ? listed : withoutServerToolParts(listed);
  const dialect = dialectFor(model);
  const contents = mayRunCode ? encodeForServer(plain, dialect) : encodeContents(plain, dialect);
  const tools = config?.tools?.map(withoutMode);
  return { ...params, contents: [...contents], ...(tools && { config: { ...config, tools } }) };
}

/** Whether there is something in contents that is refused in a request without its tool, or that is no content of the API's. */
function needsEncoding(content: unknown): boolean {
  if (isBlob(content)) return true;
  if (!isContent(content)) return false;
  const { role, parts = [] } = content;
  return parts.some(
    (part) =>
      isBlob(part) ||
      TOOL_PARTS.some((name) => part[name] !== undefined) ||
      (role === 'model' && part.functionResponse !== undefined),
  );
}

const TOOL_PARTS = ['executableCode', 'codeExecutionResult', 'toolCall', 'toolResponse'] as const;

function dialectFor(model: string): Dialect {
  return {
    protocol: 'fences',
    functions: new CodeFunctions(['PYTHON']),
    signsCalls: signsCalls(model),
    pictures: takesPicturesInResponses(model) ? 'inside' : 'beside',
    circulates: false,
  };
}

function withoutMode(tool: ToolUnion): ToolUnion {
  if (isCallable(tool) || !('codeExecution' in tool) || !tool.codeExecution) return tool;
  const { mode: _, ...codeExecution }: LocalCodeExecution = tool.codeExecution;
  return { ...tool, codeExecution };
}
