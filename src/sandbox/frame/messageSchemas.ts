/** Schemas of the messages from the frame. A message that does not fit is refused. */
import * as v from 'valibot';
import { UntrustedMessageError } from '../../errors.ts';
import {
  BOOT_STEPS,
  type FileInfo,
  MAX_LOST,
  type MimeBundle,
  RUN_STATUSES,
  type RunEvent,
  type RunReply,
  type SnapshotInfo,
  type SupervisorEvent,
  VALUE_LIMIT,
  type WorkerEvent,
} from '../../protocol.ts';
import { truncate } from '../../text/truncate.ts';
import { ERROR_MESSAGE_LIMIT, ERROR_TYPE_LIMIT } from '../limits.ts';
import type { SnapshotChanges } from './snapshotHandle.ts';

/** Characters of a name, a path or a version. Longer values are rejected as hostile. */
const SHORT = 64 * 1024;
/** Characters of a text that code may have written. Of a longer one, head and tail stay. */
const TEXT = 64 * 1024;
/** Pieces of output in one message. The worker sends them when they have this many characters together (worker/common/output.ts). */
const MAX_CHUNKS = 64 * 1024;
/** Events in the reply to a run: the value of the last expression, and what was written after it. */
const MAX_LAST = 2;
/** Files in one list; Python lists 10,000. */
const MAX_FILES = 100_000;
/** Names of variables in one reply, and characters of one. */
const MAX_VARIABLES = 1000;
const MAX_VARIABLE_LENGTH = 256;
/** Names of modules in one answer. */
const MAX_IMPORTS = 10_000;
/** Characters of the reason why a message is malformed, which may quote all of it. */
const MAX_REASON_LENGTH = 300;
/** Chunks of a packed snapshot. One that is stored has far fewer: 512 MiB in pages of 4 KiB, and its files. */
const MAX_SNAPSHOT_CHUNKS = 1_000_000;
const MIME_TYPE = /^[\w.+-]+\/[\w.+-]+$/;

const short = v.pipe(v.string(), v.maxLength(SHORT));
/** A text that is shortened and not refused: honest code writes long ones, too. */
const text = (limit: number) =>
  v.pipe(
    v.string(),
    v.transform((whole) => truncate(whole, limit)),
  );
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const milliseconds = v.pipe(v.number(), v.finite(), v.minValue(0));

/** An array whose length is checked before its items: four billion holes cost nothing to send. */
function listOf<Item>(item: v.GenericSchema<unknown, Item>, most: number): v.GenericSchema<unknown, Item[]> {
  const isShort = (value: unknown) => Array.isArray(value) && value.length <= most;
  return v.pipe(v.custom<unknown[]>(isShort, `Expected a list of at most ${most}`), v.array(item));
}

const outputChunk = v.object({ stream: v.picklist(['stdout', 'stderr']), text: v.string(), time: milliseconds });

/** Leaves out the forms whose names are no MIME types: code names them as it likes. */
const mimeBundle = v.pipe(
  v.record(v.string(), v.string()),
  v.transform(
    (forms): MimeBundle => Object.fromEntries(Object.entries(forms).filter(([name]) => MIME_TYPE.test(name))),
  ),
);

const display = v.object({
  source: v.picklist(['result', 'display', 'figure', 'file']),
  data: mimeBundle,
  path: v.exactOptional(short),
  displayId: v.exactOptional(short),
});

/** Lengths are checked by the function that answers, because code waits for an answer. */
const hostRequest = v.variant('kind', [
  v.object({ kind: v.literal('input'), prompt: text(TEXT) }),
  v.object({ kind: v.literal('tool'), name: short, arguments: v.string() }),
  v.object({ kind: v.literal('font'), characters: short }),
  v.object({ kind: v.literal('read-file'), path: v.string() }),
  v.object({ kind: v.literal('write-file'), path: v.string(), bytes: v.instance(ArrayBuffer) }),
  v.object({ kind: v.literal('list-files') }),
  v.object({ kind: v.literal('remove-file'), path: v.string() }),
]);

/** The schema of each type, so that none can be forgotten. */
type SchemaOfEach<Message extends { type: string }> = {
  [Type in Message['type']]: v.GenericSchema<unknown, Extract<Message, { type: Type }>>;
};

const runEvents = {
  'output-delta': v.object({
    type: v.literal('output-delta'),
    run: count,
    chunks: listOf(outputChunk, MAX_CHUNKS),
    clears: v.exactOptional(v.boolean()),
  }),
  display: v.object({ type: v.literal('display'), run: count, display, clears: v.exactOptional(v.boolean()) }),
} satisfies SchemaOfEach<RunEvent>;

const workerEvents = {
  'boot-step': v.object({ type: v.literal('boot-step'), step: v.picklist(BOOT_STEPS) }),
  ready: v.object({ type: v.literal('ready'), python: short, pyodide: short }),
  'boot-failed': v.object({ type: v.literal('boot-failed'), message: text(TEXT) }),
  broken: v.object({ type: v.literal('broken'), message: text(TEXT) }),
  ...runEvents,
  'host-request': v.object({ type: v.literal('host-request'), id: count, request: hostRequest }),
} satisfies SchemaOfEach<WorkerEvent>;
const workerEvent = v.variant('type', Object.values(workerEvents));

const chunkHash = v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/));
const snapshotInfo = {
  size: count,
  lost: listOf(text(TEXT), MAX_LOST),
  build: v.object({ pyodide: short, id: short, harness: short, suspends: v.boolean() }),
};

const supervisorEvents = {
  'restore-refused': v.object({ type: v.literal('restore-refused'), id: count, message: text(TEXT) }),
  captured: v.object({ type: v.literal('captured'), id: count, snapshot: count, ...snapshotInfo }),
  'capture-refused': v.object({ type: v.literal('capture-refused'), id: count, message: text(TEXT) }),
  'worker-error': v.object({ type: v.literal('worker-error'), id: count, message: text(TEXT) }),
  connected: v.object({ type: v.literal('connected'), secret: short }),
  'frame-removed': v.object({ type: v.literal('frame-removed') }),
} satisfies SchemaOfEach<SupervisorEvent>;
const supervisorEvent = v.variant('type', Object.values(supervisorEvents));

/** Tells whether a path stays below the working directory: it neither leads up nor is absolute. */
const isBelow = (path: string) => !path.split('/').some((name) => name === '' || name === '.' || name === '..');
const pathBelow = v.pipe(short, v.check(isBelow, 'A path leads out of the working directory'));

/** A file as code describes it: never use the path or the type on the host. */
const fileInfo = v.object({
  path: pathBelow,
  size: count,
  // Code may have added types of its own to Python's table.
  mimeType: v.fallback(v.pipe(v.string(), v.regex(MIME_TYPE)), 'application/octet-stream'),
});
const fileList = listOf(fileInfo, MAX_FILES);

/** User code may have written messages as long as its data. */
const runError = v.object({
  type: text(ERROR_TYPE_LIMIT),
  message: text(ERROR_MESSAGE_LIMIT),
  traceback: text(TEXT),
  hint: v.exactOptional(text(TEXT)),
});

const runReply = v.object({
  status: v.picklist(RUN_STATUSES),
  error: v.exactOptional(runError),
  value: v.exactOptional(v.pipe(v.string(), v.maxLength(VALUE_LIMIT))),
  durationMs: milliseconds,
  memory: v.exactOptional(count),
  droppedOutput: count,
  files: fileList,
  last: v.exactOptional(listOf(v.variant('type', Object.values(runEvents)), MAX_LAST)),
  variables: v.exactOptional(listOf(v.pipe(v.string(), v.maxLength(MAX_VARIABLE_LENGTH)), MAX_VARIABLES)),
});

const importNames = listOf(v.pipe(short, v.regex(/^[\p{L}\p{N}_]+$/u)), MAX_IMPORTS);

/** Tells whether a message is an answer of comlink's, which shares the port: those carry the text id of the call. */
export function isAnswer(data: unknown): boolean {
  return typeof data === 'object' && data !== null && 'id' in data && typeof data.id === 'string';
}

/** Gives `undefined` for anything else: comlink's own messages share the port. */
export function readSupervisorEvent(data: unknown): SupervisorEvent | undefined {
  const { success, output } = v.safeParse(supervisorEvent, data, { abortEarly: true });
  return success ? output : undefined;
}

export const readWorkerEvent = reader<WorkerEvent>(workerEvent, 'The sandbox sent a malformed event');
export const readRunReply = reader<RunReply>(runReply, 'The sandbox gave a malformed answer to a run');
export const readFileList = reader<FileInfo[]>(fileList, 'The sandbox gave a malformed answer to a list of files');
export const readImportNames = reader<string[]>(
  importNames,
  'The sandbox gave a malformed answer to a search for imports',
);
export const readSnapshotInfo = reader<SnapshotInfo>(
  v.object(snapshotInfo),
  'The sandbox gave a malformed answer to a snapshot',
);
export const readSnapshotChunks = reader<SnapshotChanges['chunks']>(
  listOf(v.strictTuple([chunkHash, count]), MAX_SNAPSHOT_CHUNKS),
  'The sandbox gave a malformed answer to a snapshot',
);
export const readSnapshotFile = reader<Blob | null>(
  v.nullable(v.instance(Blob)),
  'The sandbox gave a malformed file of a snapshot',
);
export const readBoolean = reader<boolean>(v.boolean(), 'The sandbox gave a malformed answer to a question');
export const readBytes = reader<ArrayBuffer>(v.instance(ArrayBuffer), 'The sandbox gave a malformed answer to a file');

/**
 * Makes a function that checks a message.
 *
 * @param flaw the beginning of the message of the UntrustedMessageError that the function throws
 */
function reader<Output>(schema: v.GenericSchema<unknown, Output>, flaw: string): (data: unknown) => Output {
  return (data) => {
    // Stops at the first flaw: a list of all could be many times as long as the message.
    const { success, output, issues } = v.safeParse(schema, data, { abortEarly: true });
    if (success) return output;
    throw new UntrustedMessageError(`${flaw}: ${issues[0].message.slice(0, MAX_REASON_LENGTH)}.`);
  };
}
