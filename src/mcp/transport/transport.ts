/** A function that may name a narrower type of message, as the transports of the SDK do. */
type Handler = { handle(message: object): void }['handle'];

/**
 * A connection to one client or server, as the SDK of MCP defines it, in all of its versions. Its transports fit: in memory, Streamable HTTP,
 * and so on. Those of this package fit its `Client` and its servers.
 */
export interface McpTransport {
  /** Begins to deliver messages. */
  start(): Promise<void>;
  /** Sends a message of JSON-RPC. */
  send(message: object, options?: { relatedRequestId?: string | number }): Promise<void>;
  close(): Promise<void>;
  onclose?: (() => void) | undefined;
  onerror?: ((error: Error) => void) | undefined;
  onmessage?: Handler | undefined;
  /** Called with the revision of the protocol that was agreed on. */
  setProtocolVersion?: ((version: string) => void) | undefined;
}
