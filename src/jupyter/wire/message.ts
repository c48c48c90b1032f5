import * as v from 'valibot';

/** The channels that share a WebSocket. */
const CHANNELS = ['shell', 'control', 'stdin', 'iopub'] as const;
export type Channel = (typeof CHANNELS)[number];

/**
 * A message between a client and a kernel.
 *
 * @see https://jupyter-client.readthedocs.io/en/stable/messaging.html#general-message-format
 */
export interface JupyterMessage {
  channel: Channel;
  header: MessageHeader;
  /** The header of the message that this one answers; empty if it answers none. */
  parent_header: Partial<MessageHeader>;
  metadata: Record<string, unknown>;
  content: Record<string, unknown>;
  buffers: ArrayBuffer[];
}

export interface MessageHeader {
  msg_id: string;
  msg_type: string;
  session: string;
  username: string;
  /** Of the protocol. */
  version: string;
  /** In ISO 8601. */
  date: string;
}

/** The version of the protocol that is spoken here. */
const VERSION = '5.3';

const word = v.pipe(v.string(), v.maxLength(1000));
const header = v.object({
  msg_id: word,
  msg_type: word,
  session: v.fallback(word, ''),
  username: v.fallback(word, ''),
  version: v.fallback(word, ''),
  date: v.fallback(word, ''),
});
const object = v.record(v.string(), v.unknown());
const message = v.object({
  channel: v.picklist(CHANNELS),
  header,
  parent_header: v.fallback(v.partial(header), {}),
  metadata: v.fallback(object, {}),
  content: object,
  buffers: v.fallback(v.array(v.instance(ArrayBuffer)), []),
});

/** Checks the form that all messages share; `undefined` if it is another. The content stays unchecked. */
export function readMessage(data: unknown): JupyterMessage | undefined {
  const { success, output } = v.safeParse(message, data, { abortEarly: true });
  return success ? (output as JupyterMessage) : undefined;
}

export function createMessage(
  channel: Channel,
  type: string,
  content: Record<string, unknown>,
  { session, parent = {} }: { session: string; parent?: Partial<MessageHeader> },
): JupyterMessage {
  const header = {
    msg_id: randomId(),
    msg_type: type,
    session,
    username: 'glovebox',
    version: VERSION,
    date: new Date().toISOString(),
  };
  return { channel, header, parent_header: parent, metadata: {}, content, buffers: [] };
}

/** 128 random bits in hexadecimal. `crypto.randomUUID` is only there in pages at https: or localhost. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
