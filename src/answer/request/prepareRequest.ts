import type { Content, GenerateContentConfig, GenerateContentParameters, GenerateContentResponse } from '@google/genai';
import { type CodeExecutor, reachOf } from '../../sandbox/codeExecutor.ts';
import { describeTools } from '../../sandbox/tools/describeTools.ts';
import type { Tool } from '../../sandbox/tools/tool.ts';
import { checkCandidateCount } from '../checkOptions.ts';
import { CodeFunctions } from '../codec/codeFunctions.ts';
import type { Dialect } from '../codec/dialect.ts';
import { encodeContents } from '../codec/encode.ts';
import { DEFAULT_PICTURE_LIMITS, type PictureLimits } from '../codec/pictureLimits.ts';
import { fitPictures } from '../codec/pictures.ts';
import type { LocalPythonOptions } from '../options.ts';
import { DEFAULT_RETRY, type RetryOptions } from '../retry.ts';
import { addToContents } from './addInstruction.ts';
import { Callables, isAutomatic, toolsForPython } from './callables.ts';
import { circulatesServerTools, hasBuiltInTools, withoutCirculation } from './config.ts';
import { listContents, withoutServerToolParts, withoutWrittenFiles } from './contents.ts';
import { describeEnvironment, librariesOf } from './instruction.ts';
import type { KnownFiles } from './knownFiles.ts';
import { ModelAbilities, signsCalls } from './modelAbilities.ts';
import { retryOptionsOf } from './retryOptions.ts';
import { nameFiles, type UserFile } from './userFiles.ts';

const DEFAULT_TIMEOUT = 30_000;
/** As on Google's servers. @see https://ai.google.dev/gemini-api/docs/code-execution#io-details */
const MAX_FAILURES = 5;
const MAX_RUNS = 50;
const TEXT_LIMIT = 32 * 1024;

/** A question, ready to be sent to the model. */
export interface LocalRequest {
  params: GenerateContentParameters;
  config: GenerateContentConfig;
  /** As the model gets them. */
  contents: Content[];
  dialect: Dialect;
  callables: Callables;
  /** Added to the application's own instruction. */
  instruction: string;
  /** Whether a cache has the tools and the instruction. */
  isCached: boolean;
  limits: AnswerLimits;
}

interface AnswerLimits {
  /** Failing runs in a row after which the model is asked to answer without running more code. */
  failures: number;
  /** Runs and calls in one answer after which the same happens, so that no model goes on, and costs money, without end. */
  runs: number;
  /** Turns of the model whose calls of the application's functions are made. Later requests do not offer these functions. */
  callTurns: number;
  pictures: PictureLimits;
  retry: RetryOptions;
}

/** How the model of a cache runs code. */
export type CacheDialect = Pick<Dialect, 'protocol' | 'functions' | 'circulates'>;

/** A cache whose model runs code in the sandbox. */
export interface LocalCache extends CacheDialect {
  /** The files in the cached contents, if they are known here. */
  files: readonly UserFile[];
}

/** What is special about the API that is asked. */
export interface ApiTraits {
  /** The files that requests only refer to. */
  files?: KnownFiles;
  /** The cache that the request uses, if its model runs code in the sandbox. */
  cache?: LocalCache | undefined;
  isVertex?: boolean;
  /** Whether models that sign their calls refuse calls without a signature. @default true */
  signsCalls?: boolean;
  /** The object that the sandbox of the chat, or the chain of interactions, belongs to. */
  chat?: object | undefined;
  /** What the API takes for each model. */
  abilities?: ModelAbilities;
  /** Functions of the application that Python can call, and the model can't. */
  pythonTools?: Record<string, Tool>;
  /** Checks each response that an answer is made of here. @throws MalformedResponseError */
  check?: (response: GenerateContentResponse) => GenerateContentResponse;
  /** Adds advice to an error of the API. */
  explain?: (error: unknown) => unknown;
}

/** Turns a request for the server's code execution into one whose programs run here. */
export async function prepareRequest(
  params: GenerateContentParameters,
  options: LocalPythonOptions,
  api: ApiTraits = {},
): Promise<{ request: LocalRequest; files: UserFile[] }> {
  const given = params.config ?? {};
  const config = api.isVertex ? withoutCirculation(given) : given;
  checkCandidateCount(config.candidateCount);
  const callables = await Callables.read(config.tools ?? [], config.automaticFunctionCalling, api.cache !== undefined);
  const limits = limitsOf(options, config);
  const { abilities = new ModelAbilities({ isVertex: api.isVertex }) } = api;
  const dialect = dialectOf(params, options, callables, { ...api, abilities });
  const { textLimit = TEXT_LIMIT } = options;
  const asked = withoutWrittenFiles(await listContents(params.contents));
  const circulates = dialect.circulates || circulatesServerTools(config);
  const told = circulates ? asked : withoutServerToolParts(asked);
  const { contents, files } = await nameFiles(told, {
    textLimit,
    known: api.files,
    runs: runsIn(dialect),
    before: api.cache?.files ?? [],
  });
  const encoded = encodeContents(await fitPictures(contents, limits.pictures), dialect);
  const instruction = api.cache ? '' : await instructionOf(options, dialect, callables, api.pythonTools);
  const isInstructed = abilities.of(params.model).takesInstruction;
  const request = {
    params,
    config,
    contents: isInstructed ? encoded : addToContents(encoded, instruction),
    dialect,
    callables,
    instruction: isInstructed ? instruction : '',
    isCached: api.cache !== undefined,
    limits,
  };
  return { request, files };
}

function dialectOf(
  { model, config }: GenerateContentParameters,
  { protocol, languages = ['PYTHON'], sandbox }: LocalPythonOptions,
  callables: Callables,
  { abilities, signsCalls: areSigned = true, cache }: ApiTraits & { abilities: ModelAbilities },
): Dialect {
  const tools = config?.tools ?? [];
  const hasOthers = hasBuiltInTools(tools);
  const { callsFunctions, combinesTools, pictures } = abilities.of(model);
  const chosen = protocol ?? (callsFunctions && (combinesTools || !hasOthers) ? 'functions' : 'fences');
  const { functions, circulates } = cache ?? {};
  return {
    protocol: cache?.protocol ?? chosen,
    functions: functions ?? new CodeFunctions(languages, callables.names, reachOf(sandbox)),
    signsCalls: areSigned && signsCalls(model),
    pictures,
    circulates: circulates ?? (hasOthers && combinesTools && chosen === 'functions'),
  };
}

/** Names, for the model, the functions that run code. */
function runsIn({ protocol, functions }: Dialect): string {
  return protocol === 'fences' ? 'your code' : functions.names.join(' and ');
}

export function runLimitsOf({
  maxFailures: failures = MAX_FAILURES,
  maxRuns: runs = MAX_RUNS,
}: LocalPythonOptions): Pick<AnswerLimits, 'failures' | 'runs'> {
  return { failures, runs };
}

function limitsOf(
  options: LocalPythonOptions,
  { automaticFunctionCalling, httpOptions }: GenerateContentConfig,
): AnswerLimits {
  const { pictures, retry } = options;
  return {
    ...runLimitsOf(options),
    callTurns: isAutomatic(automaticFunctionCalling)
      ? (automaticFunctionCalling?.maximumRemoteCalls ?? Number.POSITIVE_INFINITY)
      : Number.POSITIVE_INFINITY,
    pictures: { ...DEFAULT_PICTURE_LIMITS, ...withoutUndefined(pictures ?? {}) },
    retry: { ...DEFAULT_RETRY, ...withoutUndefined(retry ?? {}), ...retryOptionsOf(httpOptions?.retryOptions) },
  };
}

export async function instructionOf(
  options: LocalPythonOptions,
  dialect: Dialect,
  callables: Callables,
  pythonTools: Record<string, Tool> = {},
): Promise<string> {
  const { instruction, sandbox, timeout = DEFAULT_TIMEOUT } = options;
  if (instruction === false) return '';
  if (typeof instruction === 'string') return instruction;
  const ready = typeof sandbox === 'function' ? undefined : await readyNow(sandbox);
  const tools = { ...ready?.tools, ...toolsForPython(options, callables), ...pythonTools };
  return (instruction ?? describeEnvironment)({
    languages: dialect.functions.languages,
    pythonVersion: ready?.pythonVersion ?? '',
    libraries: librariesOf(ready),
    isSealed: !ready || reachOf(ready) !== 'all',
    origins: ready?.origins ?? [],
    timeout,
    tools: Object.keys(tools),
    toolDescriptions: describeTools(tools),
    protocol: dialect.protocol,
    seesPictures: dialect.pictures !== 'nowhere',
  });
}

/** Gives the sandbox if it is ready. Does not wait for it, nor fail with it: most questions need no sandbox. */
async function readyNow(sandbox: CodeExecutor | Promise<CodeExecutor>): Promise<CodeExecutor | undefined> {
  try {
    return await Promise.race([sandbox, NOT_YET]);
  } catch {
    return undefined;
  }
}

const NOT_YET: Promise<CodeExecutor | undefined> = Promise.resolve(undefined);

/** Drops properties that are `undefined`, which would replace defaults that the object is spread over. */
function withoutUndefined<Value extends object>(value: Value): { [Key in keyof Value]?: NonNullable<Value[Key]> } {
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries) as { [Key in keyof Value]?: NonNullable<Value[Key]> };
}
