import { FunctionCallingConfigMode as Mode, type ToolConfig } from '@google/genai';
import { isJsonObject } from '../../text/parseJson.ts';

const MODES: Record<string, Mode> = { auto: Mode.AUTO, any: Mode.ANY, none: Mode.NONE, validated: Mode.VALIDATED };

/** Translates `generation_config.tool_choice`, a mode or `{ allowed_tools: { mode, tools } }`. */
export function readToolChoice(choice: unknown): ToolConfig | undefined {
  if (typeof choice === 'string') return MODES[choice] && { functionCallingConfig: { mode: MODES[choice] } };
  if (!isJsonObject(choice) || !isJsonObject(choice.allowed_tools)) return undefined;
  const { mode, tools } = choice.allowed_tools;
  const allowedFunctionNames = Array.isArray(tools) ? tools.map(String) : [];
  return { functionCallingConfig: { mode: MODES[String(mode)] ?? Mode.AUTO, allowedFunctionNames } };
}

export function encodeToolChoice({ functionCallingConfig }: ToolConfig = {}): unknown {
  const { mode, allowedFunctionNames } = functionCallingConfig ?? {};
  const name = Object.keys(MODES).find((each) => MODES[each] === mode);
  if (name === undefined || !allowedFunctionNames) return name;
  return { allowed_tools: { mode: name, tools: allowedFunctionNames } };
}
