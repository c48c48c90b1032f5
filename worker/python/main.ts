/**
 * Entry of the worker: readies an interpreter from what the supervisor hands over, waits for the host's port, and answers the host on it.
 */
import * as comlink from 'comlink';
import type { WorkerEvent, WorkerOptions } from '../../src/protocol.ts';
import { removeSharedState, reportClose } from '../common/isolation.ts';
import { compileLibraries } from '../snapshot/libraries.ts';
import { unpackFile } from '../snapshot/pack.ts';
import { buffersOf, type Snapshot } from '../snapshot/snapshot.ts';
import type { Captured, FromWorker, ToWorker } from '../supervisor/workerMessages.ts';
import { PendingEngine } from './engineParts.ts';
import { MemoryLimit } from './memoryLimit.ts';
import { bootRuntime, type Runtime } from './runtime.ts';

type Begin = Extract<ToWorker, { type: 'begin' }>;

interface Beginning {
  options: WorkerOptions;
  snapshot: Promise<Snapshot> | Snapshot | undefined;
}

removeSharedState();
reportClose(send);

let port: MessagePort | undefined;
let expected: Promise<Snapshot> | undefined;
const unsent: WorkerEvent[] = [];
const memoryLimit = new MemoryLimit();
const engine = new PendingEngine();
const beginning = Promise.withResolvers<Beginning>();
const booted = Promise.withResolvers<Runtime>();

addEventListener('message', async ({ data, ports }: MessageEvent<ToWorker>) => {
  switch (data.type) {
    case 'prepare':
      return prepare(data.restores);
    case 'parts':
      return engine.add(data.parts);
    case 'expect':
      expected = readFile(data.file);
      return;
    case 'begin':
      return begin(data, ports[0]);
    case 'capture':
      return answerCapture(capture(await booted.promise, data.reuse), ports[0]);
    default:
      data satisfies never;
  }
});

/** In order, also while Python is busy and no promise settles. */
function send(event: WorkerEvent): void {
  if (port) port.postMessage(event);
  else unsent.push(event);
}

function begin({ options, snapshot }: Begin, hostPort: MessagePort | undefined): void {
  port = hostPort;
  for (const event of unsent.splice(0)) send(event);
  memoryLimit.limit = options.memoryLimit;
  beginning.resolve({ options, snapshot: found(snapshot) });
  expected = undefined;
}

function found(snapshot: Begin['snapshot']): Beginning['snapshot'] {
  if (snapshot === 'expected') return expected;
  return snapshot instanceof Blob ? readFile(snapshot) : snapshot;
}

async function readFile(file: Blob): Promise<Snapshot> {
  const snapshot = await unpackFile(file);
  await compileLibraries(snapshot);
  return snapshot;
}

async function prepare(restores: boolean): Promise<void> {
  try {
    const snapshot = restores ? beginning.promise.then(snapshotOf) : undefined;
    const runtime = await bootRuntime(engine, memoryLimit, snapshot, send);
    const { options } = await beginning.promise;
    if (restores) postMessage({ type: 'restored' } satisfies FromWorker);
    else if (options.captureAs !== undefined) sendCaptured(capture(runtime, undefined));
    if (port) {
      comlink.expose(runtime.calls, port);
      runtime.requests.listen(port);
    }
    send({ type: 'ready', ...runtime.versions });
    booted.resolve(runtime);
  } catch (error) {
    const { options } = await beginning.promise;
    const message = String(error);
    if (restores && options.orAfresh && port)
      postMessage({ type: 'restore-refused', message } satisfies FromWorker, { transfer: [port] });
    else send({ type: 'boot-failed', message });
  }
}

async function snapshotOf({ snapshot }: Beginning): Promise<Snapshot> {
  if (!snapshot) throw new Error('The supervisor has no such snapshot.');
  return snapshot;
}

function capture({ snapshotTaker }: Runtime, reuse: ArrayBuffer | undefined): Captured {
  try {
    return { snapshot: snapshotTaker.capture(reuse) };
  } catch (error) {
    return { refused: error instanceof Error ? error.message : String(error) };
  }
}

function answerCapture(captured: Captured, to: MessagePort | undefined): void {
  to?.postMessage(captured, transferred(captured));
}

/** Sent before any user code runs here: it could imitate the message. */
function sendCaptured(captured: Captured): void {
  postMessage({ type: 'captured', captured } satisfies FromWorker, { transfer: transferred(captured) });
}

function transferred(captured: Captured): ArrayBuffer[] {
  return 'snapshot' in captured ? buffersOf(captured.snapshot) : [];
}
