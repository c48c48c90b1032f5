/**
 * A conversation and its Python as one file: a header line of JSON, the conversation as JSON, and the checkpoint, if there is one.
 */
import * as v from 'valibot';
import { GloveboxError } from '../../errors.ts';
import { errors } from '../../language/en/errors.ts';
import { fill } from '../../language/fill.ts';
import { sha256 } from '../../sandbox/packages/integrity.ts';
import { parseJson } from '../../text/parseJson.ts';
import { type ConversationRecord, readRecord, writeRecord } from './conversationRecord.ts';
import { fileNameFor } from './summarise.ts';

const EXTENSION = '.glovebox';

const FORMAT = 'glovebox-conversation-file';
const VERSION = 1;
/** The maximum length of the header line, in bytes. */
const MAX_HEADER_LENGTH = 1024;

export interface ConversationFile {
  readonly conversation: ConversationRecord;
  /** From `Checkpoint.toBlob()`, with a checksum of its own. */
  readonly python?: Blob;
}

/** The file is not a saved conversation, damaged, or of an unknown version. */
export class ConversationFileError extends GloveboxError {
  override readonly name = 'ConversationFileError';
}

const size = v.pipe(v.number(), v.integer(), v.minValue(0));
const header = v.object({
  format: v.literal(FORMAT),
  version: v.literal(VERSION),
  conversation: v.object({ size, sha256: v.string() }),
  python: v.optional(v.object({ size })),
});

/** Returns a file that is named after the first question. */
export async function conversationFile({ conversation, python }: ConversationFile): Promise<File> {
  const bytes = new TextEncoder().encode(await writeRecord(conversation));
  const head: v.InferOutput<typeof header> = {
    format: FORMAT,
    version: VERSION,
    conversation: { size: bytes.byteLength, sha256: await sha256(bytes.buffer) },
    ...(python && { python: { size: python.size } }),
  };
  const name = `${fileNameFor(conversation.turns)}${EXTENSION}`;
  return new File([JSON.stringify(head), '\n', bytes, ...(python ? [python] : [])], name, {
    type: 'application/octet-stream',
  });
}

/**
 * Reads a file of {@link conversationFile}. If only the end is missing, the conversation can still be read: its Python then reports the
 * damage.
 *
 * @throws ConversationFileError that says what was expected and found
 * @throws ConversationRecordError if the conversation in it is of an unknown version
 */
export async function readConversationFile(file: Blob): Promise<ConversationFile> {
  const start = await file.slice(0, MAX_HEADER_LENGTH).text();
  const [firstLine = ''] = start.split('\n', 1);
  const head = readHead(firstLine);
  const from = new TextEncoder().encode(firstLine).length + 1;
  const to = from + head.conversation.size;
  const bytes = await file.slice(from, to).arrayBuffer();
  const found = await sha256(bytes);
  if (found !== head.conversation.sha256) {
    throw new ConversationFileError(errors.fileDamaged);
  }
  const conversation = readRecord(new TextDecoder().decode(bytes));
  return head.python ? { conversation, python: file.slice(to) } : { conversation };
}

function readHead(line: string): v.InferOutput<typeof header> {
  const json = parseJson(line) ?? line.slice(0, 20);
  const { success, output, issues } = v.safeParse(header, json);
  if (success) return output;
  const [issue] = issues;
  const place = v.getDotPath(issue) ?? '1';
  throw new ConversationFileError(fill(errors.fileUnknown, { place, reason: issue.message }));
}
