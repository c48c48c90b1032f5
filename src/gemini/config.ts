import {
  FunctionCallingConfigMode,
  type GenerateContentConfig,
  type Tool,
  type ToolCodeExecution,
  type ToolUnion,
} from '@google/genai';
import { type Callables, declarationsIn, isCallable } from './callables.ts';
import type { Dialect } from './dialect.ts';
import { OUTPUT_FENCE } from './fences.ts';
import { addInstruction } from './instruction.ts';

/** How far the loop has come when it asks the model again. */
export interface LoopState {
  /** Runs and calls so far in this answer. */
  runs: number;
  /** Whether the model is to answer without running more. */
  exhausted: boolean;
}

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
  const { automaticFunctionCalling: _, ...rest } = config;
  const { dialect, instruction } = context;
  const encoded: GenerateContentConfig = { ...rest, tools: encodeTools(config.tools ?? [], context) };
  if (instruction !== '') encoded.systemInstruction = addInstruction(config.systemInstruction, instruction);
  const toolConfig = encodeToolConfig(config, context, state);
  if (toolConfig) encoded.toolConfig = toolConfig;
  if (dialect.protocol === 'fences') encoded.stopSequences = [...(config.stopSequences ?? []), OUTPUT_FENCE];
  return encoded;
}

function encodeTools(tools: readonly ToolUnion[], { dialect, callables }: ConfigContext): ToolUnion[] {
  const ours: Tool[] = dialect.protocol === 'fences' ? [] : [{ functionDeclarations: dialect.functions.declarations }];
  const others = tools.flatMap((tool): ToolUnion[] => {
    // Of a config that says `disable`, they are handed on, and the SDK handles them as such.
    if (isCallable(tool)) return callables.tools.length > 0 ? [] : [tool];
    if (!('codeExecution' in tool)) return [tool];
    const { codeExecution: _, ...rest } = tool;
    return Object.keys(rest).length > 0 ? [rest] : [];
  });
  return [...others, ...callables.tools, ...ours];
}

function encodeToolConfig(
  { tools, toolConfig }: GenerateContentConfig,
  { dialect, callables }: ConfigContext,
  { runs, exhausted }: LoopState,
): GenerateContentConfig['toolConfig'] {
  const { circulates } = dialect;
  const flags = circulates ? { includeServerSideToolInvocations: true } : {};
  const withMode = (mode: FunctionCallingConfigMode) => ({ ...flags, ...toolConfig, functionCallingConfig: { mode } });
  const declaresFunctions =
    dialect.protocol === 'functions' || callables.tools.length > 0 || declarationsIn(tools ?? []).length > 0;
  if (exhausted && declaresFunctions) return withMode(FunctionCallingConfigMode.NONE);
  // A model that must call a function in every turn would never answer.
  const mustCall = toolConfig?.functionCallingConfig?.mode === FunctionCallingConfigMode.ANY;
  // Where Google runs tools too, there is no mode AUTO.
  if (mustCall && runs > 0)
    return withMode(circulates ? FunctionCallingConfigMode.VALIDATED : FunctionCallingConfigMode.AUTO);
  return circulates || toolConfig ? { ...flags, ...toolConfig } : undefined;
}
