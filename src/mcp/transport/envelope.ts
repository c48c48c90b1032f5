import { InvalidOptionError } from '../../errors.ts';
import { isJsonObject } from '../../text/parseJson.ts';

/**
 * Messages of MCP between two windows, in the envelopes of `@mcp-b/transports`, which both ends may be. There is no standard.
 *
 * @see https://docs.mcp-b.ai
 */
interface Envelope {
  channel: string;
  type: 'mcp';
  direction: Direction;
  payload: object | Signal;
}

/** Who speaks. */
export type Direction = 'client-to-server' | 'server-to-client';

/** What is said beside the messages: whether the server listens. */
export type Signal = 'mcp-check-ready' | 'mcp-server-ready' | 'mcp-server-stopped';

/** The name of the channel between a page and a frame in it. */
export const DEFAULT_CHANNEL = 'mcp-iframe';

export function wrap(channel: string, direction: Direction, payload: object | Signal): Envelope {
  return { channel, type: 'mcp', direction, payload };
}

/** Reads an envelope of one channel and direction; `undefined` for anything else. */
export function unwrap(data: unknown, channel: string, direction: Direction): object | string | undefined {
  if (!isJsonObject(data) || data.type !== 'mcp' || data.channel !== channel || data.direction !== direction) {
    return undefined;
  }
  const { payload } = data;
  return typeof payload === 'string' || isJsonObject(payload) ? payload : undefined;
}

/**
 * Checks the name of an origin.
 *
 * @throws InvalidOptionError unless exactly one origin is named
 */
export function checkOrigin(option: string, origin: unknown): void {
  if (typeof origin === 'string' && URL.canParse(origin) && new URL(origin).origin === origin) return;
  throw new InvalidOptionError(
    `The option \`${option}\` takes origins such as 'https://example.com', not ${JSON.stringify(origin)}. ` +
      "For a sandboxed frame, whose origin is 'null', use messagePortTransport().",
  );
}
