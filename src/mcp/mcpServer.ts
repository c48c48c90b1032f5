import type { ProposedProgram, RunDecision } from '../answer/beforeRun.ts';
import { lazySandbox } from '../answer/loop/lazySandbox.ts';
import { asyncDispose } from '../async/disposal.ts';
import type { FileInfo } from '../protocol.ts';
import type { CodeExecutor } from '../sandbox/codeExecutor.ts';
import { isJsonObject } from '../text/parseJson.ts';
import { pageOf, readResource } from './sandboxResources.ts';
import { type SandboxTool, type SandboxToolOptions, sandboxTools } from './sandboxTools.ts';
import { URI_TEMPLATE, uriOf } from './sandboxUris.ts';
import { Connection, type Request } from './server/connection.ts';
import { FileWatch } from './server/fileWatch.ts';
import { CODES, RequestError } from './server/jsonRpc.ts';
import { agreeOn, DISCOVERED, type Implementation, takesLinks } from './server/revisions.ts';
import type { ToolContent } from './toolResult.ts';
import type { McpTransport } from './transport/transport.ts';

/** A program that a client of a server wants to run. */
export interface ClientProgram extends ProposedProgram {
  /** What the client says it is. It may say anything. */
  client?: Implementation;
}

/** Options of {@link mcpServer}. */
export interface McpServerOptions extends SandboxToolOptions {
  /** How the server introduces itself. @default 'glovebox' and the version of this protocol's server */
  serverInfo?: Implementation;
  /** Tells the models of clients how to use the tools. @default none: their descriptions say it */
  instructions?: string;
  /**
   * Decides on each program before it runs, and may ask the user of the page. `id` counts the programs of each client from 1.
   * @default every program runs
   */
  beforeRun?: (program: ClientProgram, options: { signal: AbortSignal }) => RunDecision | Promise<RunDecision>;
}

/** An MCP server with a sandbox in it. */
export interface McpServer extends AsyncDisposable {
  /**
   * Answers a client. Several clients share the sandbox: their programs wait for each other.
   *
   * @returns a function that ends this connection, and stops the client's programs
   */
  connect(transport: McpTransport): Promise<() => Promise<void>>;
  /** Tells all clients which files have changed. Call it after runs and writes of your own: the server knows of its clients' only. */
  filesChanged(): Promise<void>;
  /** Ends all connections. The sandbox stays open. */
  close(): Promise<void>;
}

const CAPABILITIES = { tools: {}, resources: { subscribe: true, listChanged: true } };
const SERVER_INFO: Implementation = { name: 'glovebox', title: 'Glovebox', version: '0.1.0' };

/**
 * Makes an MCP server of a sandbox: the tools `run_python`, `run_javascript`, `write_file` and `reset`, and the files as resources. It needs no
 * SDK, and speaks the revisions 2024-11-05 to 2025-11-25 and 2026-07-28.
 *
 * @throws InvalidOptionError if an option has an invalid value
 * @example
 * ```ts
 * import { Client, InMemoryTransport } from '@modelcontextprotocol/client';
 * import { mcpServer } from 'glovebox/mcp';
 * import { Sandbox } from 'glovebox/sandbox';
 *
 * const [clientEnd, serverEnd] = InMemoryTransport.createLinkedPair();
 * await mcpServer({ sandbox: () => Sandbox.create() }).connect(serverEnd);
 *
 * const client = new Client({ name: 'my-agent', version: '1.0.0' });
 * await client.connect(clientEnd);
 * await client.callTool({ name: 'run_python', arguments: { code: 'print(6 * 7)' } });
 * ```
 */
export function mcpServer(options: McpServerOptions): McpServer {
  return new SandboxServer(options);
}

class SandboxServer implements McpServer {
  readonly #options: McpServerOptions;
  readonly #serverInfo: Implementation;
  readonly #connections = new Set<Connection>();
  readonly #watch = new FileWatch();
  readonly #openSandbox: () => Promise<CodeExecutor>;
  #opened: Promise<CodeExecutor> | undefined;

  constructor(options: McpServerOptions) {
    this.#options = options;
    this.#serverInfo = options.serverInfo ?? SERVER_INFO;
    const open = lazySandbox(options.sandbox);
    this.#openSandbox = () => {
      this.#opened = open();
      return this.#opened;
    };
    if (typeof options.sandbox !== 'function') this.#opened = open();
    this.#opened?.catch(() => {});
    // Invalid options are errors of this call, and not of a client's.
    this.#toolsFor(() => undefined);
  }

  async connect(transport: McpTransport): Promise<() => Promise<void>> {
    let client: Implementation | undefined;
    const tools = this.#toolsFor(() => client);
    const answer = (request: Request) => {
      client = request.client;
      return this.#answer(request, tools);
    };
    const methods = { serverInfo: this.#serverInfo, answer };
    const connection: Connection = new Connection(transport, methods, () => this.#connections.delete(connection));
    this.#connections.add(connection);
    await connection.start();
    return () => connection.close();
  }

  async filesChanged(): Promise<void> {
    await this.#announce([]);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#connections].map((connection) => connection.close()));
  }

  async [asyncDispose](): Promise<void> {
    await this.close();
  }

  #toolsFor(clientNow: () => Implementation | undefined): SandboxTool[] {
    const { beforeRun } = this.#options;
    return sandboxTools({
      ...this.#options,
      sandbox: this.#openSandbox,
      beforeRun:
        beforeRun &&
        ((program, options) => {
          const client = clientNow();
          return beforeRun({ ...program, ...(client && { client }) }, options);
        }),
    });
  }

  async #answer(request: Request, tools: readonly SandboxTool[]): Promise<Record<string, unknown>> {
    const { method, params } = request;
    switch (method) {
      case 'initialize':
        return {
          protocolVersion: agreeOn(params.protocolVersion),
          serverInfo: this.#serverInfo,
          ...this.#introduction,
        };
      case 'server/discover':
        return { ...DISCOVERED, ...this.#introduction };
      case 'ping':
        return {};
      case 'tools/list':
        return { tools: tools.map(({ call: _, ...definition }) => definition) };
      case 'tools/call':
        return this.#call(request, tools);
      case 'resources/list':
        return pageOf(await this.#listFiles(), params.cursor);
      case 'resources/templates/list':
        return { resourceTemplates: [{ uriTemplate: URI_TEMPLATE, name: 'files', title: 'Files of the sandbox' }] };
      case 'resources/read':
        return { contents: [await this.#read(params.uri)] };
      default:
        throw new RequestError(CODES.methodNotFound, `Method not found: ${method}`);
    }
  }

  get #introduction() {
    const { instructions } = this.#options;
    return { capabilities: CAPABILITIES, ...(instructions !== undefined && { instructions }) };
  }

  async #call({ params, revision, signal, progress }: Request, tools: readonly SandboxTool[]) {
    const tool = tools.find(({ name }) => name === params.name);
    if (!tool) throw new RequestError(CODES.invalidParams, `Unknown tool: ${String(params.name)}`);
    let written: readonly string[] = [];
    const onWritten = (paths: readonly string[]) => {
      written = paths;
    };
    const input = isJsonObject(params.arguments) ? params.arguments : {};
    try {
      const result = await tool.call(input, { signal, onOutput: progress, onWritten });
      return { ...result, content: result.content.filter((piece) => isKnown(piece, revision)) };
    } finally {
      // The answer does not wait for the programs of others. Errors of the sandbox are those of the next call.
      this.#announce(written).catch(() => {});
    }
  }

  async #read(uri: unknown) {
    if (typeof uri !== 'string') throw new RequestError(CODES.invalidParams, 'resources/read takes uri, a string.');
    return readResource(await this.#openSandbox(), uri);
  }

  /** A sandbox that nobody has used has no files, and is not created for a list of them. */
  async #listFiles(): Promise<FileInfo[]> {
    const sandbox = await this.#opened;
    return !sandbox || sandbox.closed ? [] : sandbox.files.list();
  }

  async #announce(written: readonly string[]): Promise<void> {
    if (this.#connections.size === 0) return;
    const { isListChanged, changed } = this.#watch.compare(await this.#listFiles(), written);
    for (const connection of this.#connections) {
      if (isListChanged) connection.filesListed();
      for (const uri of changed.map(uriOf)) if (uri !== undefined) connection.fileChanged(uri);
    }
  }
}

/** Older clients refuse whole results with pieces that they don't know. */
function isKnown({ type }: ToolContent, revision: string): boolean {
  return type !== 'resource_link' || takesLinks(revision);
}
