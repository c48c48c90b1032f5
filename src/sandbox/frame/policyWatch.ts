/** A request that the page's own Content-Security-Policy has refused. */
export interface PolicyRefusal {
  /** Such as `frame-src`. */
  directive: string;
  /** The address that was requested, or a word such as `data`. */
  blocked: string;
}

/**
 * Watches for requests that the page's Content-Security-Policy refuses, until `signal` aborts.
 *
 * @param onRefused called for each refusal, with the path of its event
 */
export function watchPolicy(
  signal: AbortSignal,
  onRefused: (refusal: PolicyRefusal, path: readonly EventTarget[]) => void,
): void {
  const onViolation = (event: SecurityPolicyViolationEvent) => {
    const { effectiveDirective: directive, blockedURI: blocked, disposition } = event;
    if (disposition === 'enforce') onRefused({ directive, blocked }, event.composedPath());
  };
  document.addEventListener('securitypolicyviolation', onViolation, { signal });
}
