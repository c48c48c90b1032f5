import { importChunk } from '../../async/importChunk.ts';

/** How browsers say that a policy refuses WebAssembly: Chromium and WebKit name the keyword, Firefox does not. */
const WASM = /unsafe-eval|blocked by CSP/;
/** How they say that they could not load a module of a worker: it is a blob. */
const BLOB = /(import|load).*blob:|blob:.*(import|load)/i;

/**
 * Says what the page's Content-Security-Policy has to allow for the frame's script. A frame that is made from text inherits the policy.
 *
 * @see https://w3c.github.io/webappsec-csp/#security-inherit-csp
 */
export async function describeInherited(): Promise<string> {
  const { policy } = await importChunk(() => import('virtual:sealed-frame'));
  // The frame's own policy admits the same script.
  const [hash = "'unsafe-inline'"] = /'sha256-[^']+'/.exec(policy) ?? [];
  return (
    'The sealed frame did not start. If this page has a Content-Security-Policy, a frame that is made from text inherits it: script-src needs ' +
    `${hash} (or 'unsafe-inline'), 'wasm-unsafe-eval' and blob:, and worker-src needs blob:. With a file as the frame, the option \`frameUrl\` ` +
    'or the attribute `frame-url`, it needs none of that; the file must then be served without headers that keep it out of a frame.'
  );
}

/** Adds what the policy lacks to the reason for which the engine did not start in such a frame. */
export function explainRefusal(reason: string): string {
  const lacking = WASM.test(reason) ? "'wasm-unsafe-eval'" : BLOB.test(reason) ? 'blob:' : undefined;
  if (lacking === undefined) return reason;
  return `this page's Content-Security-Policy, which a frame made from text inherits, may refuse it: script-src needs ${lacking}. (${reason})`;
}
