import type { BeforeRun } from '../answer/beforeRun.ts';
import { RunQueue } from '../answer/loop/runQueue.ts';
import { fromBase64 } from '../bytes/base64.ts';
import { GloveboxError, InvalidOptionError } from '../errors.ts';
import type { CodeExecutor } from '../sandbox/codeExecutor.ts';
import { isJsonObject } from '../text/parseJson.ts';
import { type CodeTool, type CodeToolOptions, type CodeToolResult, codeTool } from '../tool/codeTool.ts';
import { uriOf } from './sandboxUris.ts';
import { failure, RUN_OUTPUT, ranResult, success, type ToolResult } from './toolResult.ts';

/** All of the languages of {@link SandboxToolOptions}. */
const LANGUAGES = ['python', 'javascript'] as const;

/** Options of the tools that a sandbox offers to the agents of others. */
export interface SandboxToolOptions
  extends Pick<CodeToolOptions, 'sandbox' | 'timeout' | 'pictures' | 'tools' | 'onInput' | 'onApproval'> {
  /** The languages that are offered. @default ['python', 'javascript'] */
  languages?: readonly ('python' | 'javascript')[];
}

/** A tool as MCP describes it, without what it does. */
export interface ToolDefinition {
  name: string;
  title: string;
  description: string;
  inputSchema: object;
  outputSchema: object;
  annotations: { readOnlyHint: boolean; destructiveHint: boolean; idempotentHint: boolean; openWorldHint: boolean };
}

interface Call {
  signal: AbortSignal;
  /** Gets the output of a program as it comes. */
  onOutput?: ((text: string) => void) | undefined;
  /** Gets the paths of the files that the call created or changed. */
  onWritten?: ((paths: readonly string[]) => void) | undefined;
}

/** A tool of a sandbox, with what it does. */
export interface SandboxTool extends ToolDefinition {
  /**
   * @param input the arguments, which may be anything
   * @throws the signal's reason if `signal` aborts
   */
  call(input: unknown, call: Call): Promise<ToolResult>;
}

const TEXT = { type: 'string' } as const;

/**
 * The tools of a sandbox: `run_python`, `run_javascript`, `write_file` and `reset`.
 *
 * @throws InvalidOptionError if an option has an invalid value
 */
export function sandboxTools(
  options: SandboxToolOptions & { sandbox: () => Promise<CodeExecutor>; beforeRun?: BeforeRun | undefined },
): SandboxTool[] {
  const { languages = LANGUAGES } = options;
  if (!Array.isArray(languages) || languages.length === 0) {
    throw new InvalidOptionError("The option `languages` takes a list of 'python' and 'javascript'.");
  }
  const runTools = [...new Set(languages)].map((language) => runTool(language, options));
  return [...runTools, writeFileTool(options.sandbox), resetTool(options.sandbox)].map(withFailures);
}

/** Errors of the sandbox are results that the model can read. */
function withFailures(tool: SandboxTool): SandboxTool {
  return {
    ...tool,
    async call(input, call) {
      try {
        return await tool.call(input, call);
      } catch (error) {
        call.signal.throwIfAborted();
        if (!GloveboxError.is(error)) throw error;
        return failure(error.message);
      }
    },
  };
}

function runTool(
  language: 'python' | 'javascript',
  { beforeRun, ...options }: SandboxToolOptions & { beforeRun?: BeforeRun | undefined },
): SandboxTool {
  const tool = codeTool({ ...options, language, ...(beforeRun && { beforeRun }) });
  const hasFunctions = Object.keys(options.tools ?? {}).length > 0;
  return {
    name: tool.name,
    title: language === 'python' ? 'Run Python' : 'Run JavaScript',
    description: tool.description,
    inputSchema: tool.parameters,
    outputSchema: RUN_OUTPUT,
    annotations: { ...hints({ isDestructive: true }), openWorldHint: hasFunctions },
    async call(input, call) {
      const result = await runToEnd(tool, input, call);
      call.onWritten?.(result.files.map(({ path }) => path));
      return ranResult(result);
    },
  };
}

async function runToEnd(tool: CodeTool, input: unknown, { signal, onOutput }: Call): Promise<CodeToolResult> {
  const running = tool.run(input, { signal });
  for (;;) {
    const step = await running.next();
    if (step.done) return step.value;
    if (step.value.type === 'output') onOutput?.(step.value.text);
  }
}

function writeFileTool(openSandbox: () => Promise<CodeExecutor>): SandboxTool {
  return {
    name: 'write_file',
    title: 'Write a file',
    description:
      'Writes a file where run_python and run_javascript find it. Replaces an existing one, and makes missing folders. ' +
      'Binary contents come as base64.',
    inputSchema: {
      type: 'object',
      properties: {
        path: { type: 'string', description: 'Relative to the working directory, such as data/sales.csv.' },
        content: TEXT,
        encoding: { type: 'string', enum: ['utf-8', 'base64'], description: 'utf-8 if it is missing.' },
      },
      required: ['path', 'content'],
      additionalProperties: false,
    },
    outputSchema: { type: 'object', properties: { path: TEXT, uri: TEXT }, required: ['path'] },
    annotations: hints({ isDestructive: true, isIdempotent: true }),
    async call(input, { signal, onWritten }) {
      const { path, content, encoding = 'utf-8' } = isJsonObject(input) ? input : {};
      if (typeof path !== 'string' || typeof content !== 'string' || (encoding !== 'utf-8' && encoding !== 'base64')) {
        return failure("write_file takes path and content, both strings, and encoding: 'utf-8' or 'base64'.");
      }
      const bytes = encoding === 'base64' ? decode(content) : content;
      if (bytes === undefined) return failure('The content is no base64.');
      const { files } = await openSandbox();
      signal.throwIfAborted();
      await files.write(path, bytes);
      onWritten?.([path]);
      return success(`Wrote ${path}.`, { path, ...uriIn(path) });
    },
  };
}

function resetTool(openSandbox: () => Promise<CodeExecutor>): SandboxTool {
  return {
    name: 'reset',
    title: 'Start afresh',
    description: 'Starts afresh, without variables, files or packages, after the programs that run or wait.',
    inputSchema: { type: 'object', properties: {}, additionalProperties: false },
    outputSchema: { type: 'object', properties: { reset: { type: 'boolean' } }, required: ['reset'] },
    annotations: hints({ isDestructive: true, isIdempotent: true }),
    async call(_, { signal }) {
      const sandbox = await openSandbox();
      await RunQueue.of(sandbox).alone(() => sandbox.reset(), signal);
      return success('All variables and files are gone.', { reset: true });
    },
  };
}

function hints({ isDestructive = false, isIdempotent = false }): ToolDefinition['annotations'] {
  return { readOnlyHint: false, destructiveHint: isDestructive, idempotentHint: isIdempotent, openWorldHint: false };
}

function uriIn(path: string): { uri?: string } {
  const uri = uriOf(path);
  return uri === undefined ? {} : { uri };
}

function decode(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return fromBase64(text);
  } catch {
    return undefined;
  }
}
