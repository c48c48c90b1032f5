import { transfer } from 'comlink';
import type {
  OtherEngineFiles,
  SnapshotInfo,
  SupervisorCalls,
  SupervisorEvent,
  WorkerOptions,
} from '../../src/protocol.ts';
import { readBlob } from '../common/readBlob.ts';
import type { Chunks } from '../snapshot/changes.ts';
import { unpack } from '../snapshot/pack.ts';
import { readFile } from '../snapshot/readFile.ts';
import { readCaptured } from '../snapshot/shape.ts';
import { buffersOf, type Snapshot } from '../snapshot/snapshot.ts';
import { SnapshotStore } from '../snapshot/store.ts';
import { packInWorker } from './packInWorker.ts';
import { patchFactory } from './patchPyodide.ts';
import { type Captured, ENGINE_PARTS, type EngineParts, type FromWorker, type ToWorker } from './workerMessages.ts';
import { WorkerProgram } from './workerScript.ts';

const SCRIPT = { type: 'text/javascript' };

/** Bytes of a file, at most, that are read here and not in a worker: the page's thread is this one in some browsers, and looks at each. */
const MAX_READ_HERE = 160 * 1024 ** 2;

/** Holds the compiled engine and the snapshots, and starts and ends workers. */
export class Supervisor implements SupervisorCalls {
  readonly #tell: (event: SupervisorEvent) => void;
  readonly #workers = new Map<number, Worker>();
  readonly #snapshots = new SnapshotStore();
  /** Workers that are ready to go on from any snapshot. */
  readonly #spares: Worker[] = [];
  /** The snapshots that some of them have been given already, by number. */
  readonly #expected = new WeakMap<Worker, number>();
  /** A worker that has gone on from a snapshot before it is needed. */
  #restored: { worker: Worker; snapshot: number } | undefined;
  /** A worker that is about to boot from nothing. */
  #booting: Worker | undefined;
  readonly #program: WorkerProgram;
  readonly #parts: Partial<EngineParts> = {};
  /** Workers that started before the engine was whole. */
  readonly #waiting: Worker[] = [];
  /** A worker that starts before its use is known, because a thread takes time to start. */
  #first: Worker | undefined;
  #module: Promise<WebAssembly.Module> | undefined;
  readonly #reading: Promise<unknown>[] = [];
  #javaScript: WorkerProgram | undefined;

  /** Starts the first worker. */
  constructor(program: WorkerProgram, tell: (event: SupervisorEvent) => void) {
    this.#program = program;
    this.#tell = tell;
    this.#first = this.#newWorker();
  }

  async compile(wasm: MessagePort | Blob): Promise<void> {
    const body = wasm instanceof Blob ? wasm : streamOf(wasm);
    // A module compiled by the page could not come in: a frame of another origin is another agent cluster.
    const response = new Response(body, { headers: { 'Content-Type': 'application/wasm' } });
    this.#module = WebAssembly.compileStreaming(response);
    this.#module.then(
      (module) => this.#add({ module }),
      // whenCompiled() reports a failure.
      () => {},
    );
  }

  async addFiles(files: Partial<OtherEngineFiles>): Promise<void> {
    const reading = Promise.all(
      Object.entries(files).map(async ([name, file]) => this.#add({ [name]: await partOf(name, file) })),
    );
    this.#reading.push(reading);
    await reading;
  }

  async prepare(first: 'boot' | 'restore'): Promise<void> {
    if (first === 'boot') this.#booting = this.#prepareWorker(false);
    else await this.keepSpares(1);
  }

  async whenCompiled(): Promise<void> {
    await Promise.all([this.#module, ...this.#reading]);
  }

  async startWorker(id: number, options: WorkerOptions, port: MessagePort): Promise<void> {
    const snapshot = options.from === undefined ? undefined : this.#snapshots.get(options.from);
    if (options.from !== undefined && !snapshot && !options.orAfresh) throw new Error('There is no such snapshot.');
    const spare = snapshot ? (this.#takeRestored(options.from) ?? this.#spares.pop()) : this.#takeBooting();
    const worker = spare ?? this.#prepareWorker(snapshot !== undefined);
    this.#workers.set(id, worker);
    if (options.from !== undefined) this.#snapshots.inherit(id, options.from);
    this.#program.onFailure(worker, (message) => this.#tell({ type: 'worker-error', id, message }));
    if (options.captureAs !== undefined || snapshot) this.#listenOnce(worker, id, options);
    const isKnown = options.from !== undefined && this.#expected.get(worker) === options.from;
    const isInMemory = !isKnown && snapshot && !(snapshot instanceof Blob);
    const own = isInMemory ? this.#snapshots.copyForWorker(snapshot, worker) : undefined;
    const message: ToWorker = { type: 'begin', options, snapshot: isKnown ? 'known' : (own ?? snapshot) };
    worker.postMessage(message, [port, ...(own ? buffersOf(own) : [])]);
  }

  async startJavaScript(id: number, source: string, port: MessagePort): Promise<void> {
    this.#javaScript ??= new WorkerProgram(source);
    const worker = this.#javaScript.start();
    this.#workers.set(id, worker);
    this.#javaScript.onFailure(worker, (message) => this.#tell({ type: 'worker-error', id, message }));
    worker.postMessage(undefined, [port]);
  }

  async terminateWorker(id: number): Promise<void> {
    this.#workers.get(id)?.terminate();
    this.#workers.delete(id);
    this.#snapshots.forget(id);
  }

  async keepSpares(count: number, restored?: number): Promise<void> {
    while (this.#spares.length > count) this.#spares.pop()?.terminate();
    while (this.#spares.length < count) this.#spares.push(this.#prepareWorker(true));
    if (!isWhole(this.#parts)) return;
    this.#snapshots.readFiles();
    if (restored !== undefined) await this.#restoreAhead(restored);
  }

  async capture(workerId: number, snapshotId: number): Promise<SnapshotInfo> {
    const worker = this.#workers.get(workerId);
    if (!worker) throw new Error('The worker is gone.');
    const answered = new Promise<Captured>((resolve) => {
      const onMessage = ({ data }: MessageEvent<FromWorker>) => {
        if (data?.type !== 'captured' || data.snapshotId !== snapshotId) return;
        worker.removeEventListener('message', onMessage);
        resolve(data.captured);
      };
      worker.addEventListener('message', onMessage);
    });
    const reuse = this.#snapshots.takeBuffer(workerId);
    worker.postMessage({ type: 'capture', snapshotId, reuse } satisfies ToWorker, reuse ? [reuse] : []);
    return this.#keep(await answered, workerId, snapshotId);
  }

  async dropSnapshot(id: number): Promise<void> {
    this.#takeRestored(id)?.terminate();
    this.#snapshots.drop(id);
  }

  /** Gives the memory of all snapshots back to the browser. */
  clear(): void {
    this.#snapshots.clear();
  }

  async compactSnapshot(id: number, others: number[]): Promise<void> {
    await this.#snapshots.compact(id, others);
  }

  async exportSnapshot(id: number, compress: boolean): Promise<ArrayBuffer> {
    const { bytes } = await packInWorker(this.#program, this.#snapshots, await this.#read(id), {
      kind: 'whole',
      compress,
    });
    return transfer(bytes, [bytes]);
  }

  async exportChanges(id: number, known: string[], files: MessagePort): Promise<Chunks> {
    const packing = { kind: 'changes', known, files } as const;
    const { chunks } = await packInWorker(this.#program, this.#snapshots, await this.#read(id), packing);
    return chunks;
  }

  async importSnapshot(id: number, bytes: ArrayBuffer, size: number): Promise<SnapshotInfo> {
    return this.#snapshots.add(id, await unpack(bytes, size));
  }

  async addSnapshotFile(id: number, file: Blob): Promise<void> {
    this.#snapshots.addFile(id, file);
    const worker = this.#spares.find((spare) => this.#waiting.includes(spare));
    if (!worker) return;
    this.#expected.set(worker, id);
    if (file.size > MAX_READ_HERE) worker.postMessage({ type: 'expect', snapshot: file } satisfies ToWorker);
    else readFor(worker, file);
  }

  async #read(id: number): Promise<Snapshot> {
    const snapshot = await this.#snapshots.read(id);
    if (!snapshot) throw new Error('There is no such snapshot.');
    return snapshot;
  }

  async #restoreAhead(id: number): Promise<void> {
    const snapshot = await this.#snapshots.read(id);
    if (!snapshot || !this.#snapshots.get(id) || this.#restored?.snapshot === id) return;
    this.#restored?.worker.terminate();
    const worker = this.#prepareWorker(true);
    this.#restored = { worker, snapshot: id };
    this.#expected.set(worker, id);
    const own = this.#snapshots.copyForWorker(snapshot, worker);
    worker.postMessage({ type: 'restore', snapshot: own } satisfies ToWorker, buffersOf(own));
  }

  #takeRestored(id: number | undefined): Worker | undefined {
    if (!this.#restored || this.#restored.snapshot !== id) return undefined;
    const { worker } = this.#restored;
    this.#restored = undefined;
    return worker;
  }

  #takeBooting(): Worker | undefined {
    const worker = this.#booting;
    this.#booting = undefined;
    return worker;
  }

  #prepareWorker(restores: boolean): Worker {
    const worker = this.#first ?? this.#newWorker();
    this.#first = undefined;
    worker.postMessage({ type: 'prepare', restores } satisfies ToWorker);
    return worker;
  }

  #newWorker(): Worker {
    const worker = this.#program.start();
    worker.postMessage({ type: 'parts', parts: this.#parts } satisfies ToWorker);
    if (!isWhole(this.#parts)) this.#waiting.push(worker);
    return worker;
  }

  #add(parts: Partial<EngineParts>): void {
    Object.assign(this.#parts, parts);
    for (const worker of this.#waiting) worker.postMessage({ type: 'parts', parts } satisfies ToWorker);
    if (isWhole(this.#parts)) this.#waiting.length = 0;
  }

  /** Only the first message counts that is no piece of a memory: it is sent before any user code runs there. */
  #listenOnce(worker: Worker, id: number, options: WorkerOptions): void {
    const onMessage = ({ data, ports: [port] }: MessageEvent<FromWorker>) => {
      if (data.type === 'piece') return;
      worker.removeEventListener('message', onMessage);
      if (data.type === 'captured') this.#keepOwn(data.captured, id, options);
      if (data.type === 'restore-refused' && port) this.#startAfresh(id, options, port, data.message);
    };
    worker.addEventListener('message', onMessage);
  }

  async #keepOwn(captured: Captured, worker: number, { captureAs: snapshot }: WorkerOptions): Promise<void> {
    if (snapshot === undefined) return;
    try {
      this.#tell({ type: 'captured', id: worker, snapshot, ...(await this.#keep(captured, worker, snapshot)) });
    } catch (error) {
      this.#tell({ type: 'capture-refused', id: worker, message: String(error) });
    }
  }

  async #startAfresh(id: number, options: WorkerOptions, port: MessagePort, message: string): Promise<void> {
    this.#tell({ type: 'restore-refused', id, message });
    await this.terminateWorker(id);
    const { from: _refused, ...afresh } = options;
    await this.startWorker(id, afresh, port);
  }

  async #keep(captured: Captured, worker: number, id: number): Promise<SnapshotInfo> {
    if ('refused' in captured) throw new Error(captured.refused);
    // Code may have answered in the interpreter's place.
    return this.#snapshots.addCaptured(id, readCaptured(captured.snapshot), worker);
  }
}

function streamOf(chunks: MessagePort): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      chunks.onmessage = ({ data }: MessageEvent<ArrayBuffer | null>) => {
        if (data) return controller.enqueue(new Uint8Array(data));
        controller.close();
        chunks.close();
      };
    },
  });
}

/** Reads a snapshot while a worker readies the engine, which keeps it busy. */
async function readFor(worker: Worker, file: Blob): Promise<void> {
  try {
    const snapshot = await readFile(file);
    worker.postMessage({ type: 'expect', snapshot } satisfies ToWorker, buffersOf(snapshot));
  } catch {
    // The worker finds out why, and says so.
    worker.postMessage({ type: 'expect', snapshot: file } satisfies ToWorker);
  }
}

function isWhole(parts: Partial<EngineParts>): boolean {
  return ENGINE_PARTS.every((name) => name in parts);
}

/**
 * Prepares a script for its import, once and not in every worker. Files of the browser's cache are read into memory: in Firefox they are empty
 * once the page has forgotten them.
 */
async function partOf(name: string, file: ArrayBuffer | Blob): Promise<Blob | ArrayBuffer> {
  const bytes = file instanceof Blob ? await readBlob(file) : file;
  switch (name) {
    case 'loader':
      return new Blob([bytes], SCRIPT);
    case 'factory':
      return new Blob(patchFactory(bytes), SCRIPT);
    default:
      return bytes;
  }
}
