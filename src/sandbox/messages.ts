/** The shapes that messages from the frame must have. What does not fit is refused, whoever sent it. */
import * as v from 'valibot';
import { UntrustedMessageError } from '../errors.ts';
import {
  BOOT_STEPS,
  type FileInfo,
  OUTCOMES,
  type RunReply,
  type SnapshotInfo,
  type SupervisorEvent,
  type WorkerEvent,
} from '../protocol.ts';

/** Characters of a message, a name or a path; more is no honest one. */
const SHORT = 64 * 1024;
/** Characters of a traceback, or of the arguments of a tool. */
const LONG = 4 * 1024 ** 2;

const short = v.pipe(v.string(), v.maxLength(SHORT));
const long = v.pipe(v.string(), v.maxLength(LONG));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const milliseconds = v.pipe(v.number(), v.finite(), v.minValue(0));
const mimeType = v.pipe(v.string(), v.regex(/^[\w.+-]+\/[\w.+-]+$/));

const outputChunk = v.object({ stream: v.picklist(['stdout', 'stderr']), text: v.string(), time: milliseconds });

const display = v.object({
  source: v.picklist(['result', 'display', 'figure', 'file']),
  data: v.record(mimeType, v.string()),
  path: v.exactOptional(short),
});

const hostRequest = v.variant('kind', [
  v.object({ kind: v.literal('input'), prompt: short }),
  v.object({ kind: v.literal('tool'), name: short, arguments: long }),
  v.object({ kind: v.literal('read-file'), path: short }),
  v.object({ kind: v.literal('write-file'), path: short, bytes: v.instance(ArrayBuffer) }),
  v.object({ kind: v.literal('list-files') }),
  v.object({ kind: v.literal('remove-file'), path: short }),
]);

const workerEvent = v.variant('type', [
  v.object({ type: v.literal('boot-step'), step: v.picklist(BOOT_STEPS) }),
  v.object({ type: v.literal('ready'), python: short, pyodide: short }),
  v.object({ type: v.literal('boot-failed'), message: short, restoring: v.boolean() }),
  v.object({ type: v.literal('broken'), message: short }),
  v.object({ type: v.literal('output-delta'), run: count, chunks: v.array(outputChunk) }),
  v.object({ type: v.literal('display'), run: count, display }),
  v.object({ type: v.literal('host-request'), id: count, request: hostRequest }),
]);

const snapshotInfo = {
  size: count,
  lost: v.pipe(v.array(short), v.maxLength(1000)),
  build: v.object({ pyodide: short, id: short, harness: short, suspends: v.boolean() }),
};

const supervisorEvent = v.variant('type', [
  v.object({ type: v.literal('restore-refused'), id: count, message: short }),
  v.object({ type: v.literal('captured'), id: count, snapshot: count, ...snapshotInfo }),
  v.object({ type: v.literal('capture-refused'), id: count, message: short }),
  v.object({ type: v.literal('worker-error'), id: count, message: short }),
  v.object({ type: v.literal('connected') }),
  v.object({ type: v.literal('frame-removed') }),
]);

/** Below the working directory: no name of a folder leads up, or is empty, as before the first slash of an absolute path. */
const isBelow = (path: string) => !path.split('/').some((name) => name === '' || name === '.' || name === '..');
const pathBelow = v.pipe(short, v.check(isBelow, 'A path leads out of the working directory'));

/** A file that code named and sized; nothing here is fit to be used as a path or a type on the host. */
const fileInfo = v.object({ path: pathBelow, size: count, mimeType });
const fileList = v.pipe(v.array(fileInfo), v.maxLength(100_000));

const runReply = v.object({
  outcome: v.picklist(OUTCOMES),
  error: v.exactOptional(v.object({ type: short, message: long, traceback: long, hint: v.exactOptional(short) })),
  durationMs: milliseconds,
  memory: v.exactOptional(count),
  droppedOutput: count,
  files: fileList,
  variables: v.exactOptional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(256))), v.maxLength(1000))),
});

const importNames = v.array(v.pipe(v.string(), v.regex(/^[\p{L}\p{N}_]+$/u)));

/** `undefined` for anything else: comlink's own messages share the port. */
export function readWorkerEvent(data: unknown): WorkerEvent | undefined {
  const { success, output } = v.safeParse(workerEvent, data);
  return success ? output : undefined;
}

export function readSupervisorEvent(data: unknown): SupervisorEvent | undefined {
  const { success, output } = v.safeParse(supervisorEvent, data);
  return success ? output : undefined;
}

/** @throws UntrustedMessageError */
export const readRunReply = (data: unknown): RunReply => read(runReply, data, 'a run');
/** @throws UntrustedMessageError */
export const readFileList = (data: unknown): FileInfo[] => read(fileList, data, 'a list of files');
/** @throws UntrustedMessageError */
export const readImportNames = (data: unknown): string[] => read(importNames, data, 'a search for imports');
/** @throws UntrustedMessageError */
export const readSnapshotInfo = (data: unknown): SnapshotInfo => read(v.object(snapshotInfo), data, 'a snapshot');
/** @throws UntrustedMessageError */
export const readBytes = (data: unknown): ArrayBuffer => read(v.instance(ArrayBuffer), data, 'a file');

function read<Output>(schema: v.GenericSchema<unknown, Output>, data: unknown, what: string): Output {
  const { success, output, issues } = v.safeParse(schema, data);
  if (success) return output;
  throw new UntrustedMessageError(`The sandbox gave a malformed answer to ${what}: ${issues[0].message}.`);
}
