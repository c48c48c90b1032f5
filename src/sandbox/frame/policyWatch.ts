import { dispose } from '../../async/disposal.ts';

/** A request that the page's own Content-Security-Policy has refused. */
export interface PolicyRefusal {
  /** Such as `frame-src`. */
  directive: string;
  /** The address that was requested, or a word such as `data`. */
  blocked: string;
}

/** Watches for requests that the page's Content-Security-Policy refuses, until it is disposed of. */
export class PolicyWatch implements Disposable {
  readonly #listener = new AbortController();

  /** @param onRefused called for each refusal, with the path of its event */
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
