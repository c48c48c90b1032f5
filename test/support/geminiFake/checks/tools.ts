import { fakeRefusal, firstRefusal, invalidArgument, invalidField, type Verdict } from '../errors.ts';
import { type GeminiModel, isGemini3OrLater } from '../models.ts';
import { placedParts } from './contents.ts';
import type { FunctionDeclaration, GenerateContentRequest } from './schema.ts';

export function toolsAreSound(request: GenerateContentRequest, model: GeminiModel): Verdict {
  return firstRefusal([
    () => declarationsAreSound(request),
    () => functionsAllowResponseMimeType(request, model),
    () => allowedFunctionNamesFitTheMode(request),
    () => codePartsHaveTheirTool(request),
  ]);
}

export function functionDeclarationsOf(request: GenerateContentRequest): FunctionDeclaration[] {
  return (request.tools ?? []).flatMap((tool) => tool.functionDeclarations ?? []);
}

export function declarationsAreSound(request: GenerateContentRequest): Verdict {
  const places = (request.tools ?? []).flatMap((tool, toolIndex) =>
    (tool.functionDeclarations ?? []).map((declaration, index) => ({
      declaration,
      place: `tools[${toolIndex}].function_declarations[${index}]`,
    })),
  );
  return (
    firstRefusal(
      places.map(
        ({ declaration, place }) =>
          () =>
            isSoundDeclaration(declaration, place),
      ),
    ) ?? namesAreUnique(functionDeclarationsOf(request))
  );
}

/** The text is that of gemini-cli #9535; the length is that of @google/genai 3.1.0 (it was 64 until 2025). */
function isSoundDeclaration(declaration: FunctionDeclaration, place: string): Verdict {
  if (!/^[a-z_][\w.:-]{0,127}$/i.test(declaration.name ?? '')) {
    return invalidField(
      `${place}.name`,
      'Invalid function name. Must start with a letter or an underscore. Must be alphameric (a-z, A-Z, 0-9), ' +
        'underscores (_), dots (.), colons (:), or dashes (-), with a maximum length of 128.',
    );
  }
  if (declaration.parameters && declaration.parametersJsonSchema !== undefined) {
    return fakeRefusal(`${place}: parameters and parametersJsonSchema are mutually exclusive`);
  }
  return undefined;
}

function namesAreUnique(declarations: readonly FunctionDeclaration[]): Verdict {
  const names = declarations.map((declaration) => declaration.name);
  const duplicate = names.find((name, index) => names.indexOf(name) !== index);
  return duplicate === undefined ? undefined : invalidArgument(`Duplicate function declaration found: ${duplicate}`);
}

/** python-genai #867; "structured outputs with tools" came with Gemini 3. */
export function functionsAllowResponseMimeType(request: GenerateContentRequest, model: GeminiModel): Verdict {
  const mimeType = request.generationConfig?.responseMimeType;
  const isPlain = mimeType === undefined || mimeType === 'text/plain';
  if (isPlain || isGemini3OrLater(model) || functionDeclarationsOf(request).length === 0) return undefined;
  return invalidArgument(`Function calling with a response mime type: '${mimeType}' is unsupported`);
}

function allowedFunctionNamesFitTheMode(request: GenerateContentRequest): Verdict {
  const { mode, allowedFunctionNames } = request.toolConfig?.functionCallingConfig ?? {};
  if (!allowedFunctionNames) return undefined;
  if (mode !== 'ANY' && mode !== 'VALIDATED') {
    return fakeRefusal('allowedFunctionNames needs the function calling mode ANY or VALIDATED');
  }
  const declared = functionDeclarationsOf(request).map((declaration) => declaration.name);
  const unknown = allowedFunctionNames.find((name) => !declared.includes(name));
  return unknown === undefined ? undefined : fakeRefusal(`allowedFunctionNames: "${unknown}" is not declared`);
}

/** What the server does with code parts of a request without the tool is not on record, so no client may rely on it. A cache may have it. */
function codePartsHaveTheirTool(request: GenerateContentRequest): Verdict {
  if (request.cachedContent || (request.tools ?? []).some((tool) => tool.codeExecution)) return undefined;
  const stray = placedParts(request.contents ?? []).find(({ part }) => part.executableCode ?? part.codeExecutionResult);
  return stray && fakeRefusal(`${stray.place} holds a code execution part, but the request has no codeExecution tool`);
}

/** litellm #17304, langchain-google #978 */
export function cacheStandsAlone(request: GenerateContentRequest): Verdict {
  if (!request.cachedContent) return undefined;
  if (!request.systemInstruction && !request.tools && !request.toolConfig) return undefined;
  return invalidArgument(
    'CachedContent can not be used with GenerateContent request setting system_instruction, tools or tool_config.\n\n' +
      'Proposed fix: move those values to CachedContent from GenerateContent request.',
  );
}
