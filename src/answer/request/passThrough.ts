import type { GenerateContentParameters } from '@google/genai';
import { CodeFunctions } from '../codec/codeFunctions.ts';
import type { Dialect } from '../codec/dialect.ts';
import { encodeContents } from '../codec/encode.ts';
import type { Mode } from '../options.ts';
import { circulatesServerTools, codeExecutionIn, withoutOurOptions } from './config.ts';
import { isBlob, isContent, listContents, withoutServerToolParts, withoutWrittenFiles } from './contents.ts';
import { encodeForServer } from './encodeForServer.ts';
import { signsCalls, takesPicturesInResponses } from './modelAbilities.ts';
import { withoutNames } from './userFiles.ts';

/**
 * Makes the request that goes to the API unchanged, except for the fields that only this library understands and the parts that the API
 * refuses: code of earlier turns becomes text in a request without the `codeExecution` tool.
 *
 * @param mode of the request
 */
export async function passThrough(params: GenerateContentParameters, mode: Mode): Promise<GenerateContentParameters> {
  const { model, config } = params;
  const hasTool = codeExecutionIn(config?.tools) !== undefined;
  if (!hasTool && ![params.contents].flat().some(needsEncoding)) return params;
  // Only the server knows the tools of a cache.
  const mayRunCode = hasTool || (mode === 'server' && config?.cachedContent !== undefined);
  const listed = withoutWrittenFiles(await listContents(params.contents)).map(withoutNames);
  const plain = circulatesServerTools(config) ? listed : withoutServerToolParts(listed);
  const dialect = dialectFor(model);
  const contents = mayRunCode ? encodeForServer(plain, dialect) : encodeContents(plain, dialect);
  const tools = config?.tools?.map(withoutOurOptions);
  return { ...params, contents: [...contents], ...(tools && { config: { ...config, tools } }) };
}

/** Whether a content has parts that the API refuses without their tool, or that are not in the API's form. */
function needsEncoding(content: unknown): boolean {
  if (isBlob(content)) return true;
  if (!isContent(content)) return false;
  const { role, parts = [] } = content;
  return parts.some(
    (part) =>
      isBlob(part) ||
      TOOL_PARTS.some((name) => part[name] !== undefined) ||
      (role === 'model' && (part.functionResponse ?? part.inlineData?.displayName) !== undefined),
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
