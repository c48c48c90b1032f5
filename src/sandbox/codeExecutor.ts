import type { FileInfo } from '../protocol.ts';
import type { FileData } from './fileData.ts';
import type { RunOptions } from './options.ts';
import type { PackagesOption } from './packages/packagesOption.ts';
import type { RunResult } from './result.ts';
import type { Tool } from './tools/tool.ts';

/**
 * A place where code runs: a `Sandbox`, a `JupyterKernel` of `glovebox/jupyter`, or one of your own. Variables persist from run to run; runs
 * queue, one at a time. Each member does what the one of `Sandbox` does, as far as the place can.
 */
export interface CodeExecutor {
  /** The version of Python, such as `3.14.2`. */
  readonly pythonVersion: string;
  /** Whether it was closed: it takes no more runs. */
  readonly closed: boolean;
  /**
   * Where packages that code imports come from: the model is told which it can import. `'installed'` means those that are installed there, in
   * a place that is no sealed sandbox.
   */
  readonly packages: PackagesOption | 'installed';
  /** The origins that code can send requests to, if it is sealed off from all others: the model is told. @default none */
  readonly origins?: readonly string[];
  /** The files below the working directory. */
  readonly files: CodeFiles;
  /** The functions that are exposed, by name: the model is told. @default none */
  readonly tools?: Readonly<Record<string, Tool>>;
  /** Runs code after the runs before it. Code that fails or times out gives a result with that status. */
  run(code: string, options?: RunOptions): Promise<RunResult>;
  /** Makes functions callable from code, and returns a function that takes them away again. */
  expose(tools: Record<string, Tool>): () => void;
  /** Starts afresh, without variables. */
  reset(): Promise<void>;
  /** Ends everything. May be called twice. */
  close(): Promise<void>;
  /** Creates another with the same options, but without variables. */
  createAnother(): Promise<CodeExecutor>;
}

/** The origins that code can send requests to, or `'all'` if it is not sealed off. */
export type Reach = readonly string[] | 'all';

/** Tells what code can reach there: no origin if that is not known before it is opened. */
export function reachOf(place: CodeExecutor | Promise<CodeExecutor> | (() => unknown)): Reach {
  if (!('packages' in place)) return [];
  return place.packages === 'installed' ? 'all' : (place.origins ?? []);
}

/** The files of a {@link CodeExecutor}. Paths are relative to its working directory, with slashes, and can't lead out of it. */
export interface CodeFiles {
  /** Writes a file. Replaces an existing one, and makes missing folders. */
  write(path: string, data: FileData): Promise<void>;
  /** Reads the bytes of a file. @throws SandboxFileError if there is no such file */
  read(path: string): Promise<Uint8Array<ArrayBuffer>>;
  /** Reads a file as UTF-8 text. @throws SandboxFileError if there is no such file */
  readText(path: string): Promise<string>;
  /** Tells whether a file or folder exists. */
  exists(path: string): Promise<boolean>;
  /** Lists the files by path. */
  list(): Promise<FileInfo[]>;
  /** Removes a file, or a folder with its contents. */
  remove(path: string): Promise<void>;
}
