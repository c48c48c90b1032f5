import { dispose } from '../../async/disposal.ts';

/** Something that the page's own Content-Security-Policy has refused. */
export interface PolicyRefusal {
  /** Such as `frame-src`. */
  directive: string;
  /** What was to be loaded: an address, or a word such as `data`. */
  blocked: string;
}

/** Notes what the page's Content-Security-Policy refuses, for as long as it is watched. */
export class PolicyWatch implements Disposable {
  readonly #listener = new AbortController();

  /** @param onRefused is told of each refusal, with the path of the event that says so */
  constructor(onRefused: (refusal: PolicyRefusal, path: readonly EventTarget[]) => void) {
    const { signal } = this.#listener;
    document.addEventListener(
      'securitypolicyviolation',
      (event) => {
        const { effectiveDirective: directive, blockedURI: blocked, disposition } = event;
        if (disposition === 'enforce') onRefused({ directive, blocked }, event.composedPath());
      },
      { signal },
    );
  }

  [dispose](): void {
    this.#listener.abort();
  }
}
