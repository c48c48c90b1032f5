import { importChunk } from '../../async/importChunk.ts';
import { InvalidOptionError } from '../../errors.ts';
import { FETCH_TOOL, type ToolDescription } from '../../protocol.ts';
import type { Network } from '../network/network.ts';
import { isToolName } from './pythonNames.ts';
import type { Tool } from './tool.ts';

/** The tools of a sandbox, in a map, so that no name reaches a prototype. */
export class ToolTable {
  readonly #tools = new Map<string, Tool>();
  readonly #network: Network | undefined;
  #version: number;

  /** @param network where code's requests may go, if anywhere */
  constructor(network?: Network) {
    this.#network = network;
    this.#version = network ? 1 : 0;
  }

  /** Counts up with each change; 0 if there has never been anything to tell. */
  get version(): number {
    return this.#version;
  }

  get(name: string): Tool | undefined {
    return this.#tools.get(name);
  }

  /** The tools by name, in a copy. */
  get all(): Record<string, Tool> {
    return Object.fromEntries(this.#tools);
  }

  /**
   * @returns a function that takes them away again, and brings back those that they have replaced
   * @throws InvalidOptionError if Python can't import a tool by its name, or it has no function `execute`
   */
  add(tools: Record<string, Tool>): () => void {
    const replaced = new Map(this.#tools);
    for (const [name, tool] of Object.entries(tools)) {
      if (!isToolName(name)) {
        throw new InvalidOptionError(
          `A tool's name is letters, digits and underscores, as in Python, and no keyword; not ${JSON.stringify(name)}.`,
        );
      }
      if (typeof tool.execute !== 'function') throw new InvalidOptionError(`The tool ${name} has no function execute.`);
      this.#tools.set(name, tool);
      this.#version += 1;
    }
    return () => this.#takeBack(tools, replaced);
  }

  /** Describes the tools, for Python and JavaScript; among them {@link FETCH_TOOL}, if there is a network. */
  async describe(): Promise<Record<string, ToolDescription>> {
    // Most pages have no tools.
    const { describeTool } = await importChunk(() => import('./signature.ts'));
    const tools = [...this.#tools].map(([name, tool]) => [name, describeTool(tool)] as const);
    return Object.fromEntries(this.#network ? [...tools, [FETCH_TOOL, await describeFetch(this.#network)]] : tools);
  }

  #takeBack(tools: Record<string, Tool>, replaced: ReadonlyMap<string, Tool>): void {
    this.#version += 1;
    for (const [name, tool] of Object.entries(tools)) {
      // A tool of that name that was added since stays.
      if (this.#tools.get(name) !== tool) continue;
      const before = replaced.get(name);
      if (before) this.#tools.set(name, before);
      else this.#tools.delete(name);
    }
  }
}

/** Code needs to know only that it is there, and what to say if it is not used. */
async function describeFetch({ origins }: Network): Promise<ToolDescription> {
  // Kernels of Jupyter have tools, and no such network.
  const { describeOrigins } = await importChunk(() => import('../network/network.ts'));
  return { documentation: describeOrigins(origins), signature: '', parameters: [], takesMore: false };
}
