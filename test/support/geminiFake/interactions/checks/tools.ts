import { unsupportedLevels } from '../../checks/thinking.ts';
import { declarationsAreSound, functionsAllowResponseMimeType } from '../../checks/tools.ts';
import { fakeRefusal, firstRefusal, invalidArgument, type Verdict } from '../../errors.ts';
import { isGemini3OrLater, mixesToolsInInteractions } from '../../models.ts';
import { type AskedInteraction, functionNames, serverTools } from '../request/asked.ts';
import { serverToolOf } from '../steps.ts';

const JSON_TYPE = 'application/json';

/** Checks the tools, the choice among them, and the steps of tools in the input. */
export function toolsAreSound(asked: AskedInteraction): Verdict {
  return firstRefusal([
    () => functionsAreSound(asked),
    () => toolsMix(asked),
    () => fileSearchStandsAlone(asked),
    () => choiceIsAvailable(asked),
    () => levelIsSupported(asked),
    () => toolStepsHaveTheirTool(asked),
  ]);
}

/** The texts are those of generateContent. */
function functionsAreSound({ request, model }: AskedInteraction): Verdict {
  const tools = [{ functionDeclarations: functionNames(request).map((name) => ({ name })) }];
  const formats = [request.response_format ?? []].flat();
  const responseMimeType = formats.some(({ mime_type }) => mime_type === JSON_TYPE) ? JSON_TYPE : undefined;
  return (
    declarationsAreSound({ tools }) ??
    functionsAllowResponseMimeType({ tools, generationConfig: { responseMimeType } }, model)
  );
}

/** js-genai #1768, python-genai #2761: no parameter sets the flag that the text asks for. Before Gemini 3: lobehub PR #7463. */
function toolsMix({ request, model, behaviors }: AskedInteraction): Verdict {
  if (functionNames(request).length === 0 || serverTools(request).length === 0) return undefined;
  if (!isGemini3OrLater(model)) return invalidArgument('Tool use with function calling is unsupported');
  const { builtInToolsWithoutFlag = mixesToolsInInteractions(model) ? 'accepted' : 'refused' } = behaviors;
  if (builtInToolsWithoutFlag === 'accepted') return undefined;
  return invalidArgument(
    'Please enable tool_config.include_server_side_tool_invocations to use Built-in tools with Function calling.',
  );
}

/** genai-rs: file_search combines with code_execution alone. */
function fileSearchStandsAlone({ request }: AskedInteraction): Verdict {
  const tools = serverTools(request);
  const other = tools.find((tool) => tool === 'google_search' || tool === 'url_context');
  if (!tools.includes('file_search') || other === undefined) return undefined;
  return fakeRefusal(`the tools file_search and ${other} do not combine`);
}

/** `auto` is unavailable if functions and built-in tools are combined (tool-combination). The texts are ours. */
function choiceIsAvailable({ request }: AskedInteraction): Verdict {
  const choice = request.generation_config?.tool_choice;
  const { mode, tools = [] } = typeof choice === 'string' ? { mode: choice } : (choice?.allowed_tools ?? {});
  const names = functionNames(request);
  if (mode === 'auto' && names.length > 0 && serverTools(request).length > 0) {
    return fakeRefusal('the tool_choice auto is unavailable beside built-in tools and functions: leave it out');
  }
  const unknown = tools.find((name) => !names.includes(name));
  return unknown === undefined ? undefined : fakeRefusal(`tool_choice.allowed_tools: "${unknown}" is not declared`);
}

/** Measured on gemini-3.7-flash. */
function levelIsSupported({ request, model }: AskedInteraction): Verdict {
  const level = request.generation_config?.thinking_level;
  const unsupported = isGemini3OrLater(model) ? unsupportedLevels(model).map((name) => name.toLowerCase()) : [];
  if (level === undefined || !unsupported.includes(level)) return undefined;
  const allowed = ['minimal', 'medium', 'low', 'high'].filter((name) => !unsupported.includes(name));
  return invalidArgument(
    `'${level}' is not a supported thinking level for this model. Allowed values are: ${allowed.join(', ')}.`,
  );
}

/** The fake's own strictness: no client may rely on steps of a tool that the request does not have. */
function toolStepsHaveTheirTool({ request, input }: AskedInteraction): Verdict {
  const asked = serverTools(request);
  const stray = input.map(serverToolOf).find((tool) => tool !== undefined && !asked.includes(tool));
  return stray === undefined
    ? undefined
    : fakeRefusal(`the input has a step of ${stray}, but the request does not have the tool`);
}
