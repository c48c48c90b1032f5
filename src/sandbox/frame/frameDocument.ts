import { WORKER_ELEMENT } from '../../protocol.ts';
import { inScriptElement } from '../../text/inScriptElement.ts';

/**
 * Makes the document of the sealed frame: a policy that the browser itself enforces, and one script, admitted by its hash. The policy allows
 * WebAssembly, and workers made from text that is already inside, but no network and no storage. Only builds call
 * it: the page gets the document as text or as a file.
 *
 * @param supervisorSource the text of the frame's only script
 * @param workerSource the text of its workers' program, carried as data
 * @param hashOf gives the SHA-256 of a text in base64
 * @see https://www.w3.org/TR/CSP3/
 */
export function frameDocument(
  supervisorSource: string,
  workerSource: string,
  hashOf: (text: string) => string,
): { html: string; policy: string } {
  const script = inScriptElement(supervisorSource);
  const policy = [
    "default-src 'none'",
    `script-src 'sha256-${hashOf(script)}' 'wasm-unsafe-eval' blob:`,
    'worker-src blob:',
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const meta = `<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">`;
  const program = `<script id="${WORKER_ELEMENT}" type="text/plain">${inScriptElement(workerSource)}</script>`;
  return { html: `<!doctype html>${meta}<title>Python sandbox</title>${program}<script>${script}</script>`, policy };
}
