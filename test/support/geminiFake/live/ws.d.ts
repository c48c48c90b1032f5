/** What the fake uses of the package, which has no types of its own. */
declare module 'ws' {
  import type { EventEmitter } from 'node:events';
  import type { IncomingMessage } from 'node:http';
  import type { Duplex } from 'node:stream';

  export class WebSocket extends EventEmitter {
    constructor(address: string);
    /** `data` is sent as a binary frame if it is a buffer. */
    send(data: string | Buffer): void;
    close(code?: number, reason?: string): void;
    /** Breaks the connection. */
    terminate(): void;
  }

  export class WebSocketServer {
    readonly clients: ReadonlySet<WebSocket>;
    constructor(options: { noServer: true });
    handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer, callback: (client: WebSocket) => void): void;
  }
}
