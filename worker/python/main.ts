/**
 * Entry of the worker: readies an interpreter from what the supervisor hands over, waits for the host's port, and answers the host on it.
 */
import * as comlink from 'comlink';
import type { WorkerEvent, WorkerOptions } from '../../src/protocol.ts';
import { removeSharedState, reportClose } from '../common/isolation.ts';
import { packReceived } from '../snapshot/packReceived.ts';
import { readFile } from '../snapshot/readFile.ts';
import { buffersOf, type Snapshot } from '../snapshot/snapshot.ts';
import type { Captured, FromWorker, ToWorker } from '../supervisor/workerMessages.ts';
import { PendingEngine } from './engineParts.ts';
import { MemoryLimit } from './memoryLimit.ts';
import { bootRuntime, type Runtime } from './runtime.ts';

type Begin = Extract<ToWorker, { type: 'begin' }>;
type Pack = Extract<ToWorker, { type: 'pack' }>;

removeSharedState();
reportClose(send);

let port: MessagePort | undefined;
let expected: PromiseWithResolvers<Snapshot> | undefined = Promise.withResolvers();
const unsent: WorkerEvent[] = [];
const memoryLimit = new MemoryLimit();
const engine = new PendingEngine();
const beginning = Promise.withResolvers<WorkerOptions>();
const given = Promise.withResolvers<Begin['snapshot']>();
const booted = Promise.withResolvers<Runtime>();

addEventListener('message', async ({ data, ports }: MessageEvent<ToWorker>) => {
  switch (data.type) {
    case 'prepare':
      return prepare(data.restores);
    case 'parts':
      return engine.add(data.parts);
    case 'expect':
      return expected?.resolve(data.snapshot instanceof Blob ? readFile(data.snapshot) : data.snapshot);
    case 'restore':
      return given.resolve(data.snapshot);
    case 'begin':
      return begin(data, ports[0]);
    case 'capture':
      return sendCaptured(capture(await booted.promise, data.reuse), data.snapshotId);
    case 'pack':
      return pack(data);
    case 'piece':
      // Whoever goes on from a snapshot, or packs it, listens for them.
      return;
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
  beginning.resolve(options);
  // Without effect if it has gone on from one already.
  given.resolve(snapshot);
}

async function prepare(restores: boolean): Promise<void> {
  try {
    const snapshot = restores ? given.promise.then(snapshotOf) : undefined;
    const runtime = await bootRuntime(engine, memoryLimit, snapshot, send);
    const options = await beginning.promise;
    if (restores) postMessage({ type: 'restored' } satisfies FromWorker);
    else if (options.captureAs !== undefined) sendCaptured(capture(runtime, undefined));
    if (port) {
      comlink.expose(runtime.calls, port);
      runtime.requests.listen(port);
    }
    send({ type: 'ready', ...runtime.versions });
    booted.resolve(runtime);
  } catch (error) {
    const options = await beginning.promise;
    const message = String(error);
    if (restores && options.orAfresh && port)
      postMessage({ type: 'restore-refused', message } satisfies FromWorker, { transfer: [port] });
    else send({ type: 'boot-failed', message });
  }
}

async function snapshotOf(snapshot: Begin['snapshot']): Promise<Snapshot> {
  if (snapshot instanceof Blob) return readFile(snapshot);
  const found = snapshot === 'known' ? await expected?.promise : snapshot;
  // It is large.
  expected = undefined;
  if (!found) throw new Error('The supervisor has no such snapshot.');
  return found;
}

function capture({ snapshotTaker }: Runtime, reuse: ArrayBuffer | undefined): Captured {
  try {
    return { snapshot: snapshotTaker.capture(reuse) };
  } catch (error) {
    return { refused: error instanceof Error ? error.message : String(error) };
  }
}

/** @param snapshotId of the message that asked; without one, it is sent before any user code runs here, which could imitate it */
function sendCaptured(captured: Captured, snapshotId?: number): void {
  postMessage({ type: 'captured', snapshotId, captured } satisfies FromWorker, { transfer: transferred(captured) });
}

async function pack({ packing, ...separate }: Pack): Promise<void> {
  try {
    const packed = await packReceived(separate, packing, globalThis);
    const transfer = packed.kind === 'whole' ? [packed.bytes] : [];
    postMessage({ type: 'packed', packed } satisfies FromWorker, { transfer });
  } catch (error) {
    postMessage({ type: 'packed', packed: { refused: String(error) } } satisfies FromWorker);
  }
}

function transferred(captured: Captured): ArrayBuffer[] {
  return 'snapshot' in captured ? buffersOf(captured.snapshot) : [];
}
