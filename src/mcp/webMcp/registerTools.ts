import { errorMessage } from '../../errors.ts';
import type { SandboxTool } from '../sandboxTools.ts';
import type { ToolResult } from '../toolResult.ts';

/** A tool as the browser takes it. */
interface WebMcpTool {
  name: string;
  title: string;
  description: string;
  inputSchema: object;
  annotations: { readOnlyHint: boolean; untrustedContentHint: boolean };
  /** Its value is given to the agent as JSON. */
  execute(input: unknown, options?: { signal?: AbortSignal }): Promise<unknown>;
}

/** The part of `document.modelContext` that registers tools. @see https://webmachinelearning.github.io/webmcp/ */
export interface ModelContext {
  registerTool(tool: WebMcpTool, options: { signal: AbortSignal }): Promise<unknown>;
}

/** The tools that a page has registered in its browser. */
export interface WebMcpRegistration {
  /**
   * `'registered'`; `'unsupported'` if this browser has no WebMCP; `'refused'` if the browser let none of the tools be registered, for example in
   * a frame without `allow="tools"`.
   */
  state: 'registered' | 'unsupported' | 'refused';
  /** Why the browser refused. */
  reason?: string;
  /** The tools' names in the browser. A name that is taken already gets `sandbox_` before it. */
  names: string[];
  /** Takes the tools away, and stops what agents run with them. */
  unregister(): void;
}

/** Agents of the browser get no schema of the output. */
type OfferedTool = Omit<SandboxTool, 'outputSchema'>;

/** Names that are tried for a tool. */
const MAX_NAMES = 5;

/** The browser's registry of tools, if it has one and this is a document. */
export function modelContext(): ModelContext | undefined {
  const context: unknown = 'document' in globalThis && 'modelContext' in document ? document.modelContext : undefined;
  return isModelContext(context) ? context : undefined;
}

/** Registers tools in the browser, all or none, until `signal` aborts. */
export async function registerTools(
  context: ModelContext | undefined,
  tools: readonly OfferedTool[],
  signal?: AbortSignal,
): Promise<WebMcpRegistration> {
  if (!context) return { state: 'unsupported', names: [], unregister() {} };
  const stop = new AbortController();
  const until = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  const unregister = () => stop.abort(new DOMException('The tool was taken away.', 'AbortError'));
  const names: string[] = [];
  try {
    for (const tool of tools) names.push(await register(context, webMcpTool(tool, until), until));
    return { state: 'registered', names, unregister };
  } catch (error) {
    unregister();
    return { state: 'refused', reason: errorMessage(error), names: [], unregister };
  }
}

/** Resolves to the name that was free. */
async function register(context: ModelContext, tool: WebMcpTool, signal: AbortSignal): Promise<string> {
  let { name } = tool;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await context.registerTool({ ...tool, name }, { signal });
      return name;
    } catch (error) {
      const isTaken = error instanceof DOMException && error.name === 'InvalidStateError';
      if (!isTaken || attempt === MAX_NAMES || signal.aborted) throw error;
      name = `sandbox_${name}`;
    }
  }
}

function webMcpTool(tool: OfferedTool, until: AbortSignal): WebMcpTool {
  const { name, title, description, inputSchema, annotations } = tool;
  return {
    name,
    title,
    description,
    inputSchema,
    // Programs may repeat what a stranger has written into a file.
    annotations: { readOnlyHint: annotations.readOnlyHint, untrustedContentHint: true },
    async execute(input, { signal } = {}) {
      const signals = signal ? AbortSignal.any([signal, until]) : until;
      try {
        return dataOf(await tool.call(input, { signal: signals }));
      } catch (error) {
        signals.throwIfAborted();
        // Browsers hide the messages of thrown errors from the agent.
        return { ok: false, output: errorMessage(error) };
      }
    },
  };
}

/** The result as data. Pictures are counted only: as text they would fill the memory of a model, which could not see them. */
function dataOf({ content, structuredContent, isError }: ToolResult): Record<string, unknown> {
  const texts = content.flatMap((piece) => (piece.type === 'text' ? [piece.text] : []));
  const pictures = content.filter(({ type }) => type === 'image').length;
  const value = structuredContent ?? { output: texts.join('\n') };
  return { ok: !isError, ...value, ...(pictures > 0 && { pictures }) };
}

function isModelContext(context: unknown): context is ModelContext {
  return (
    typeof context === 'object' &&
    context !== null &&
    'registerTool' in context &&
    typeof context.registerTool === 'function'
  );
}
