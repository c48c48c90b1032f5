import type { ReactiveControllerHost } from 'lit';

/** How long a button says "Copied", in ms. */
const COPIED_FOR = 2000;

/** Copies text for the user, and updates its element when "Copied" is to be said, and when no longer. */
export class UserClipboard {
  readonly #element: Pick<ReactiveControllerHost, 'requestUpdate'>;
  #copied = false;

  constructor(element: Pick<ReactiveControllerHost, 'requestUpdate'>) {
    this.#element = element;
  }

  /** Whether something was copied just now. */
  get copied(): boolean {
    return this.#copied;
  }

  /** @throws DOMException if the browser refuses it */
  async copy(text: string): Promise<void> {
    await navigator.clipboard.writeText(text);
    this.#say(true);
    setTimeout(() => this.forget(), COPIED_FOR);
  }

  /** Says no longer that something was copied. */
  forget(): void {
    this.#say(false);
  }

  #say(copied: boolean): void {
    if (copied === this.#copied) return;
    this.#copied = copied;
    this.#element.requestUpdate();
  }
}
