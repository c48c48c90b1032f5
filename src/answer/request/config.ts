import type {
  FunctionCallingConfigMode,
  GenerateContentConfig,
  Tool,
  ToolCodeExecution,
  ToolConfig,
  ToolUnion,
} from '@google/genai';
import type { Dialect } from '../codec/dialect.ts';
import { CALLING } from '../codec/enums.ts';
import { OUTPUT_FENCE } from '../codec/fences.ts';
import { addInstruction } from './addInstruction.ts';
import { type Callables, declarationsIn, isCallable } from './callables.ts';
import { withoutOptions } from './requestOptions.ts';
import { withoutRetries } from './retryOptions.ts';

/** State of the loop before a request. */
export interface LoopState {
  /** Programs that were run and functions that were called in this answer so far. */
  runs: number;
  /** Turns of the model in which the application's functions were called here. */
  callTurns: number;
  /** Whether the model should answer without running more code. */
  exhausted: boolean;
  /** Whether no more of the application's functions are called here. */
  callsExhausted: boolean;
}

/** The state before the first request of an answer. */
export const FIRST_REQUEST: LoopState = { runs: 0, callTurns: 0, exhausted: false, callsExhausted: false };

/** The API's limit. */
const MAX_STOP_SEQUENCES = 5;

/** The part that is the same in all requests of an answer. */
interface ConfigContext {
  dialect: Dialect;
  callables: Callables;
  /** Added to the application's own instruction. */
  instruction: string;
  /** Whether a cache has the tools and the instruction. A request that uses one can't bring its own. */
  isCached?: boolean;
}

/** Google's own tools, by their names in a request. */
const BUILT_IN_TOOLS: readonly (keyof Tool)[] = [
  'googleSearch',
  'googleSearchRetrieval',
  'enterpriseWebSearch',
  'urlContext',
  'googleMaps',
  'fileSearch',
  'computerUse',
];

/** Finds the `codeExecution` tool of a request. */
export function codeExecutionIn(tools: readonly ToolUnion[] | undefined): ToolCodeExecution | undefined {
  return tools?.flatMap((tool) => ('codeExecution' in tool ? (tool.codeExecution ?? []) : []))[0];
}

export function hasBuiltInTools(tools: readonly ToolUnion[] | undefined): boolean {
  return tools?.some((tool) => BUILT_IN_TOOLS.some((name) => name in tool && tool[name as keyof ToolUnion])) ?? false;
}

/** Whether the calls and responses of Google's own tools are part of the contents: a flag of the API, from Gemini 3 on. */
export function circulatesServerTools(config: GenerateContentConfig | undefined): boolean {
  return config?.toolConfig?.includeServerSideToolInvocations ?? false;
}

/** Drops a flag that Vertex AI does not have, for Google's own tools beside functions. Beside fences they need none. */
export function withoutCirculation(config: GenerateContentConfig): GenerateContentConfig {
  if (!circulatesServerTools(config)) return config;
  const { includeServerSideToolInvocations: _, ...toolConfig } = config.toolConfig ?? {};
  return { ...config, toolConfig };
}

/** Makes the config of one request to the model: replaces `codeExecution` by our functions, and keeps everything else. */
export function encodeConfig(
  config: GenerateContentConfig,
  context: ConfigContext,
  state: LoopState,
): GenerateContentConfig {
  const { automaticFunctionCalling: _, ...rest } = config;
  const { dialect, instruction, isCached } = context;
  const fenced = dialect.protocol === 'fences' ? stopAtOutput(config) : {};
  // The server refuses tools of the application beside the cache.
  if (isCached) return { ...withoutRetries(rest), ...fenced };
  const tools = encodeTools(config, context, state);
  const toolConfig = encodeToolConfig(config, tools, context, state);
  const { toolConfig: __, ...others } = rest;
  return {
    ...withoutRetries(others),
    tools,
    ...(toolConfig && { toolConfig }),
    ...(instruction !== '' && { systemInstruction: addInstruction(config.systemInstruction, instruction) }),
    ...fenced,
  };
}

/** Drops what only this library understands from a tool that goes out unchanged. */
export function withoutOurOptions(tool: ToolUnion): ToolUnion {
  if (isCallable(tool) || !('codeExecution' in tool) || !tool.codeExecution) return tool;
  return { ...tool, codeExecution: withoutOptions(tool.codeExecution) };
}

function stopAtOutput({ stopSequences = [] }: GenerateContentConfig): GenerateContentConfig {
  return stopSequences.length < MAX_STOP_SEQUENCES ? { stopSequences: [...stopSequences, OUTPUT_FENCE] } : {};
}

function encodeTools(
  { tools = [], toolConfig }: GenerateContentConfig,
  { dialect, callables }: ConfigContext,
  { callsExhausted }: LoopState,
): ToolUnion[] {
  const isFenced = dialect.protocol === 'fences';
  const ours: Tool[] = isFenced ? [] : [{ functionDeclarations: dialect.functions.declarations }];
  // The API has no mode for "only this function, if any".
  const isForbidden = !isFenced && modeOf(toolConfig) === CALLING.NONE;
  const others = tools.flatMap((tool): ToolUnion[] => {
    if (isCallable(tool)) return [];
    const { codeExecution: _, functionDeclarations, ...rest } = tool;
    const declared = functionDeclarations && !isForbidden ? { functionDeclarations } : {};
    return Object.keys({ ...rest, ...declared }).length > 0 ? [{ ...rest, ...declared }] : [];
  });
  const called = callsExhausted || isForbidden ? [] : callables.tools;
  return [...others, ...called, ...ours];
}

function encodeToolConfig(
  { toolConfig }: GenerateContentConfig,
  tools: readonly ToolUnion[],
  { dialect }: ConfigContext,
  { runs, callTurns, exhausted }: LoopState,
): ToolConfig | undefined {
  const { functionCallingConfig: calling, ...rest } = toolConfig ?? {};
  const { circulates, protocol, functions } = dialect;
  const others: ToolConfig = { ...(circulates && { includeServerSideToolInvocations: true }), ...rest };
  const withMode = (mode: FunctionCallingConfigMode) => ({ ...others, functionCallingConfig: { mode } });
  const declared = declarationsIn(tools).map(({ name = '' }) => name);
  if (exhausted && declared.length > 0) return withMode(CALLING.NONE);
  const theirs = declared.filter((name) => protocol === 'fences' || !functions.names.includes(name));
  // A model that must call a function in every turn would never answer. If the application has functions, one of those is meant.
  const isMet = theirs.length > 0 ? callTurns > 0 : runs > 0;
  // Beside Google's own tools, there is no mode AUTO.
  if (calling?.mode === CALLING.ANY && isMet) return withMode(circulates ? CALLING.VALIDATED : CALLING.AUTO);
  if (protocol === 'functions' && calling?.mode === CALLING.NONE) return orNone(others);
  if (!calling?.allowedFunctionNames) return orNone({ ...others, ...(calling && { functionCallingConfig: calling }) });
  // The application's list names its own functions. Ours replace a tool, which no such list excludes.
  const ours = protocol === 'fences' ? [] : functions.names;
  const allowed = calling.allowedFunctionNames.filter((name) => declared.includes(name));
  return { ...others, functionCallingConfig: { ...calling, allowedFunctionNames: [...allowed, ...ours] } };
}

function modeOf(toolConfig: ToolConfig | undefined): FunctionCallingConfigMode | undefined {
  return toolConfig?.functionCallingConfig?.mode;
}

function orNone(toolConfig: ToolConfig): ToolConfig | undefined {
  return Object.keys(toolConfig).length > 0 ? toolConfig : undefined;
}
