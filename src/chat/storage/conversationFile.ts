/**
 * A conversation and its Python as one file: a line of JSON that says what follows, the conversation as JSON, and the checkpoint, where
 * there is one. Whoever opens it in an editor sees what it is.
 */
import * as v from 'valibot';
import { GloveboxError } from '../../errors.ts';
import { sha256 } from '../../sandbox/packages/integrity.ts';
import { parseJson } from '../../text/parseJson.ts';
import { type ConversationRecord, readRecord, writeRecord } from './conversationRecord.ts';

/** The ending of the file's name. */
export const ENDING = '.glovebox';

const FORMAT = 'glovebox-conversation-file';
const VERSION = 1;
/** Bytes within which the first line ends. */
const MAX_FIRST_LINE_LENGTH = 1024;

/** What a file holds. */
export interface ConversationFile {
  readonly conversation: ConversationRecord;
  /** What `Checkpoint.toBlob()` gave. It checks itself when it is read. */
  readonly python?: Blob;
}

/** A file that is no saved conversation, or a damaged one, or of a version that this page does not know. */
export class ConversationFileError extends GloveboxError {
  override readonly name = 'ConversationFileError';
}

const size = v.pipe(v.number(), v.integer(), v.minValue(0));
const headShape = v.object({
  format: v.literal(FORMAT),
  version: v.literal(VERSION),
  conversation: v.object({ size, sha256: v.string() }),
  python: v.optional(v.object({ size })),
});

export async function writeConversationFile({ conversation, python }: ConversationFile): Promise<Blob> {
  const bytes = new TextEncoder().encode(await writeRecord(conversation));
  const head: v.InferOutput<typeof headShape> = {
    format: FORMAT,
    version: VERSION,
    conversation: { size: bytes.byteLength, sha256: await sha256(bytes.buffer) },
    ...(python && { python: { size: python.size } }),
  };
  return new Blob([JSON.stringify(head), '\n', bytes, ...(python ? [python] : [])], {
    type: 'application/octet-stream',
  });
}

/**
 * Reads what {@link writeConversationFile} gave. Where only the end is missing, the conversation can still be had: its Python then says
 * that it is damaged.
 *
 * @throws ConversationFileError that says what was expected and found
 * @throws ConversationRecordError where the conversation in it is of a version that this page does not know
 */
export async function readConversationFile(file: Blob): Promise<ConversationFile> {
  const start = await file.slice(0, MAX_FIRST_LINE_LENGTH).text();
  const [firstLine = ''] = start.split('\n', 1);
  const head = readHead(firstLine);
  const from = new TextEncoder().encode(firstLine).length + 1;
  const to = from + head.conversation.size;
  const bytes = await file.slice(from, to).arrayBuffer();
  const found = await sha256(bytes);
  if (found !== head.conversation.sha256) {
    throw new ConversationFileError(
      `The file is damaged: expected a conversation with sha256 ${head.conversation.sha256}, got ${found}.`,
    );
  }
  const conversation = readRecord(new TextDecoder().decode(bytes));
  return head.python ? { conversation, python: file.slice(to) } : { conversation };
}

function readHead(line: string): v.InferOutput<typeof headShape> {
  const json = parseJson(line) ?? line.slice(0, 20);
  const { success, output, issues } = v.safeParse(headShape, json);
  if (success) return output;
  const [issue] = issues;
  throw new ConversationFileError(
    `This is no saved conversation that this page knows: ${v.getDotPath(issue) ?? 'its first line'}: ${issue.message}.`,
  );
}
