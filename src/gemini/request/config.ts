import {
  FunctionCallingConfigMode,
  type GenerateContentConfig,
  type Tool,
  type ToolCodeExecution,
  type ToolConfig,
  type ToolUnion,
} from '@google/genai';
import type { Dialect } from '../codec/dialect.ts';
import { OUTPUT_FENCE } from '../codec/fences.ts';
import { withoutRetries } from '../retry.ts';
import { type Callables, declarationsIn, isCallable } from './callables.ts';
import { addInstruction } from './instruction.ts';

/** How far the loop has come when it asks the model again. */
export interface LoopState {
  /** Programs that were run, and functions that were called, so far in this answer. */
  runs: number;
  /** Turns of the model in which functions of the caller's were called. */
  callTurns: number;
  /** Whether the model is to answer without running more. */
  exhausted: boolean;
  /** Whether no more functions of the caller's are called. */
  callsExhausted: boolean;
}

/** The API takes no more. */
const MAX_STOP_SEQUENCES = 5;

/** What is the same in all requests of an answer. */
export interface ConfigContext {
  dialect: Dialect;
  callables: Callables;
  /** What the model is told beside the caller's own instruction. */
  instruction: string;
}

/** Of Google's, by their names in a request. */
const BUILT_IN_TOOLS: readonly (keyof Tool)[] = [
  'googleSearch',
  'googleSearchRetrieval',
  'enterpriseWebSearch',
  'urlContext',
  'googleMaps',
  'fileSearch',
  'computerUse',
];

/** The `codeExecution` tool of a request. */
export function codeExecutionIn(tools: readonly ToolUnion[] | undefined): ToolCodeExecution | undefined {
  return tools?.flatMap((tool) => ('codeExecution' in tool ? (tool.codeExecution ?? []) : []))[0];
}

export function hasBuiltInTools(tools: readonly ToolUnion[] | undefined): boolean {
  return tools?.some((tool) => BUILT_IN_TOOLS.some((name) => name in tool && tool[name as keyof ToolUnion])) ?? false;
}

/** Whether what Google's own tools are asked and answer is part of contents. The API has a flag for it, from Gemini 3 on. */
export function circulatesServerTools(config: GenerateContentConfig | undefined): boolean {
  return config?.toolConfig?.includeServerSideToolInvocations ?? false;
}

/** Gives the config of one request to the model: our function in the place of `codeExecution`, everything else as the caller has it. */
export function encodeConfig(
  config: GenerateContentConfig,
  context: ConfigContext,
  state: LoopState,
): GenerateContentConfig {
  const { automaticFunctionCalling: _, toolConfig: __, ...rest } = config;
  const { dialect, instruction } = context;
  const tools = encodeTools(config, context, state);
  const toolConfig = encodeToolConfig(config, tools, context, state);
  return {
    ...withoutRetries(rest),
    tools,
    ...(toolConfig && { toolConfig }),
    ...(instruction !== '' && { systemInstruction: addInstruction(config.systemInstruction, instruction) }),
    ...(dialect.protocol === 'fences' && stopAtOutput(config)),
  };
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
  // The API has no word for "only this one, if any".
  const isForbidden = !isFenced && modeOf(toolConfig) === FunctionCallingConfigMode.NONE;
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
  if (exhausted && declared.length > 0) return withMode(FunctionCallingConfigMode.NONE);
  const theirs = declared.filter((name) => protocol === 'fences' || !functions.names.includes(name));
  // A model that must call a function in every turn would never answer. Where the caller has some, one of those is meant.
  const isMet = theirs.length > 0 ? callTurns > 0 : runs > 0;
  // Where Google runs tools too, there is no mode AUTO.
  if (calling?.mode === FunctionCallingConfigMode.ANY && isMet)
    return withMode(circulates ? FunctionCallingConfigMode.VALIDATED : FunctionCallingConfigMode.AUTO);
  if (protocol === 'functions' && calling?.mode === FunctionCallingConfigMode.NONE) return orNone(others);
  if (!calling?.allowedFunctionNames) return orNone({ ...others, ...(calling && { functionCallingConfig: calling }) });
  // The caller's choice is among the caller's functions: ours stands for a tool that none of them is.
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
