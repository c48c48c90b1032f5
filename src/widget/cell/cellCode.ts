import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { readCode } from './cellContent.ts';

/** The code of a cell, from wherever it comes. Updates the cell when it changes. */
export class CellCode implements ReactiveController {
  readonly #host: ReactiveControllerHost & Element;
  /** What the page has set. */
  #given: string | undefined;
  /** The address of the file whose content the cell has. */
  #src: string | undefined;
  /** Its content. */
  #fetched: string | undefined;
  /** The element's content. */
  #inside: string | undefined;
  #typed: string | undefined;
  /** The parser connects the element before its content is complete, and frameworks change the content at any time. */
  readonly #contentObserver = new MutationObserver(() => this.#read());

  constructor(host: ReactiveControllerHost & Element) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.#read();
    this.#contentObserver.observe(this.#host, { childList: true, characterData: true, subtree: true });
  }

  hostDisconnected(): void {
    this.#contentObserver.disconnect();
  }

  /** The user's edit, else what the page has set, else the file's content, else the element's. */
  get current(): string | undefined {
    return this.#typed ?? this.original;
  }

  /** The code without the user's edit. */
  get original(): string | undefined {
    return this.#given ?? this.#fetched ?? this.#inside;
  }

  /** The user's edit, if there is one. */
  get typed(): string | undefined {
    return this.#typed;
  }

  /** Sets the page's code. Removes the user's edit. */
  give(code: string | undefined): void {
    this.#given = code;
    this.type(undefined);
  }

  /** Downloads the file that the page names, unless its content is there. @throws the errors of `download` */
  async fetch(src: string | undefined, download: (url: URL) => Promise<string>): Promise<void> {
    if (src === this.#src) return;
    const code = src === undefined ? undefined : await download(new URL(src, document.baseURI));
    this.#src = src;
    this.#fetched = code;
    this.#host.requestUpdate();
  }

  /** @param code the user's edit; `undefined` removes it */
  type(code: string | undefined): void {
    this.#typed = code === this.original ? undefined : code;
    this.#host.requestUpdate();
  }

  #read(): void {
    const inside = readCode(this.#host);
    if (inside === this.#inside) return;
    this.#inside = inside;
    if (this.#given === undefined && this.#fetched === undefined) this.type(undefined);
  }
}
