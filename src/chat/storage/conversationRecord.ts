/** Converts a live conversation to JSON and back: the turns that the user sees, and the history that the model gets. Never the key. */
import * as v from 'valibot';
import { OUTCOMES } from '../../answer/codec/outcome.ts';
import { fromBase64, toBase64 } from '../../bytes/base64.ts';
import { GloveboxError } from '../../errors.ts';
import { errors } from '../../language/en/errors.ts';
import { fill } from '../../language/fill.ts';
import { parseJson } from '../../text/parseJson.ts';
import { explainError } from '../errors/explainError.ts';
import { ExplainedError, REMEDIES } from '../errors/explanation.ts';
import type { History } from '../live/history.ts';
import { PROVIDERS, type ProviderName } from '../live/settings.ts';
import { dropOversizedPicturesIn } from '../oversizedPictures.ts';
import { type EndedStatus, endTurn, type Turn } from '../transcript.ts';

/** The saved part of a conversation. */
export interface ConversationRecord {
  readonly turns: readonly Turn[];
  /** The history that the chat sends to the model with the next question. */
  readonly history: History;
  /** Who has answered last. @default 'gemini' */
  readonly provider?: ProviderName;
}

/** A saved conversation is damaged or of an unknown version. The message names the place. */
export class ConversationRecordError extends GloveboxError {
  override readonly name = 'ConversationRecordError';
}

/** Checks an enumeration of the SDK. It is only shown, and the API may add values. */

/** A single character class needs no stack. valibot's own base64 check has a group, and fails on 4 million characters. */
const base64 = v.pipe(
  v.string(),
  v.check((text) => text.length % 4 === 0 && /^[A-Za-z\d+/]*={0,2}$/.test(text), 'Expected base64'),
);

const file = v.object({ name: v.string(), type: v.string(), data: base64 });

const run = v.variant('state', [
  v.object({
    state: v.literal('ended'),
    outcome: v.picklist(OUTCOMES),
    durationMs: v.exactOptional(v.number()),
    restart: v.exactOptional(v.object({ lostRuns: v.number(), lostFiles: v.boolean() })),
    recorded: v.exactOptional(v.literal(true)),
    undone: v.exactOptional(v.literal(true)),
  }),
  v.object({ state: v.picklist(['not-run', 'cut-off']) }),
]);

const display = v.object({
  source: v.picklist(['result', 'display', 'figure', 'file']),
  data: v.record(v.string(), v.string()),
  path: v.exactOptional(v.string()),
  displayId: v.exactOptional(v.string()),
  after: v.number(),
});

const entry = v.variant('type', [
  v.object({ type: v.picklist(['text', 'thought']), text: v.string(), id: v.exactOptional(v.number()) }),
  v.object({ type: v.literal('status'), text: v.string(), until: v.exactOptional(v.number()) }),
  v.object({
    type: v.literal('code'),
    id: v.number(),
    language: v.picklist(['PYTHON', 'JAVASCRIPT']),
    code: v.string(),
    output: v.array(v.object({ stream: v.picklist(['stdout', 'stderr']), text: v.string() })),
    displays: v.exactOptional(v.array(display)),
    run,
  }),
  v.object({ type: v.literal('image'), mimeType: v.string(), data: v.string() }),
]);

const explanation = v.object({
  title: v.string(),
  advice: v.string(),
  detail: v.string(),
  settings: v.exactOptional(v.boolean()),
  offline: v.exactOptional(v.boolean()),
  remedy: v.exactOptional(v.picklist(REMEDIES)),
});

const turn = v.object({
  id: v.number(),
  question: v.string(),
  notebook: v.exactOptional(v.picklist(['scratchpad', 'file', 'link'])),
  from: v.exactOptional(v.string()),
  files: v.array(file),
  entries: v.array(entry),
  status: v.variant('state', [
    v.object({ state: v.picklist(['done', 'stopped']) }),
    v.object({ state: v.literal('failed'), explanation }),
  ]),
  model: v.exactOptional(v.string()),
  totalTokens: v.exactOptional(v.number()),
  finishReason: v.exactOptional(v.string()),
});

/** Parts and steps go back to the API as they came. */
const content = v.looseObject({ role: v.exactOptional(v.string()), parts: v.array(v.looseObject({})) });
const step = v.looseObject({ type: v.string() });

const record = v.object({
  format: v.literal('glovebox-conversation'),
  version: v.literal(1),
  turns: v.pipe(v.array(turn), v.nonEmpty()),
  history: v.union([v.array(content), v.array(step)]),
  provider: v.exactOptional(v.picklist(PROVIDERS)),
});

type StoredTurn = v.InferOutput<typeof turn>;
type StoredFile = v.InferOutput<typeof file>;

/** Returns a conversation as JSON. An answer that is still running counts as stopped. */
export async function writeRecord({ turns, ...rest }: ConversationRecord): Promise<string> {
  const stored = await Promise.all(turns.map((each) => storeTurn(endTurn(each, { state: 'stopped' }))));
  return JSON.stringify({ format: 'glovebox-conversation', version: 1, turns: stored, ...rest });
}

/** @throws ConversationRecordError that says what was expected and found */
export function readRecord(json: string): ConversationRecord {
  const { success, output, issues } = v.safeParse(record, parseJson(json) ?? json.slice(0, 20));
  if (success) {
    const { turns, history, provider } = output;
    return { turns: turns.map(restoreTurn), history: history as History, ...(provider && { provider }) };
  }
  const [issue] = issues;
  const place = v.getDotPath(issue) ?? '1';
  throw new ConversationRecordError(fill(errors.fileUnknown, { place, reason: issue.message }));
}

async function storeTurn({ status, files, ...rest }: Turn): Promise<unknown> {
  return {
    ...rest,
    files: await Promise.all(files.map(storeFile)),
    status: status.state === 'failed' ? { state: 'failed', explanation: explainError(status.error) } : status,
  };
}

function restoreTurn({ status, files, entries, ...rest }: StoredTurn): Turn {
  return {
    ...rest,
    files: files.map(restoreFile),
    entries: entries.map(dropOversizedPicturesIn),
    status: restoreStatus(status),
  };
}

function restoreStatus(status: StoredTurn['status']): EndedStatus {
  return status.state === 'failed' ? { state: 'failed', error: new ExplainedError(status.explanation) } : status;
}

async function storeFile(stored: File): Promise<StoredFile> {
  return { name: stored.name, type: stored.type, data: toBase64(new Uint8Array(await stored.arrayBuffer())) };
}

function restoreFile({ name, type, data }: StoredFile): File {
  return new File([fromBase64(data)], name, { type });
}
