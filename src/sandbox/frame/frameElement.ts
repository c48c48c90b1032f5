import { abortable } from '../../async/abort.ts';
import { importChunk } from '../../async/importChunk.ts';
import { timeoutWhileAwake } from '../../async/timeouts.ts';
import { EngineBootError } from '../../errors.ts';
import { SECRET_ELEMENT } from '../../protocol.ts';
import { watchPolicy } from './policyWatch.ts';

/** Milliseconds in which the frame's document must have loaded. */
const LOAD_TIME = 10_000;

/**
 * Adds the sealed frame's element to the page, and waits until its document has loaded. The element has no `allow-same-origin`, so its
 * origin is opaque wherever the document comes from.
 *
 * @param url of a file that is the sealed document; without it, the document is made from text
 * @param secret that only the sealed document can read: letters and digits
 * @throws EngineBootError if the file is not the sealed document of this build, or the page's policy refuses it
 * @see https://html.spec.whatwg.org/multipage/browsers.html#sandboxing
 */
export async function addFrameElement(url: URL | undefined, secret: string): Promise<HTMLIFrameElement> {
  const element = document.createElement('iframe');
  element.setAttribute('sandbox', 'allow-scripts');
  // Lets the frame boot in a cross-origin-isolated page as it does in a plain one.
  element.allow = 'cross-origin-isolated';
  element.hidden = true;
  // Styles of sites show frames: `iframe { display: block }`.
  element.style.setProperty('display', 'none', 'important');
  element.title = 'Python sandbox';
  const { html, policy } = await importChunk(() => import('virtual:sealed-frame'));
  // As a script that does not run, and so concerns no policy, beside the workers' program.
  if (!url) element.srcdoc = `${html}<script id="${SECRET_ELEMENT}" type="text/plain">${secret}</script>`;
  else {
    const { headers } = await readSealedDocument(url, html);
    element.src = new URL(`#${secret}`, url).href;
    // Also enforces the policy from outside, in browsers that can, if the file's server agrees, as Chromium demands.
    // https://www.w3.org/TR/csp-embedded-enforcement/
    if (['*', location.origin].includes(headers.get('Allow-CSP-From') ?? '')) element.setAttribute('csp', policy);
  }
  try {
    await load(element, url);
    if (element.contentDocument)
      throw new EngineBootError('The sealed frame is not sealed: the page can reach into it.');
    return element;
  } catch (error) {
    element.remove();
    throw error;
  }
}

/** Tells whether the file at an address is the sealed document of this build. */
export async function isSealedDocument(url: URL): Promise<boolean> {
  try {
    const { html } = await import('virtual:sealed-frame');
    await readSealedDocument(url, html);
    return true;
  } catch {
    return false;
  }
}

/** @throws EngineBootError */
async function readSealedDocument(url: URL, html: string): Promise<Response> {
  const response = await fetch(url, { credentials: 'same-origin' }).catch((error: unknown) => {
    throw new EngineBootError(
      `${url.href} could not be read: there was no answer (offline?), or connect-src refuses it.`,
      {
        cause: error,
      },
    );
  });
  if (!response.ok) throw new EngineBootError(`${url.href} could not be read: the server answered ${response.status}.`);
  const type = response.headers.get('Content-Type') ?? '';
  if (!type.startsWith('text/html')) {
    throw new EngineBootError(
      `${url.href} is served as "${type}", which no frame shows: it has to be text/html. Without the option \`frameUrl\`, the frame is made from text.`,
    );
  }
  if ((await response.text()) === html) return response;
  throw new EngineBootError(
    `${url.href} is not the sealed frame of this build. Put the file frame.html of this build there, unchanged.`,
  );
}

/** Loads the document. Rejects at once if the page's policy refuses the frame, and after a while if the frame was removed. */
async function load(element: HTMLIFrameElement, url: URL | undefined): Promise<void> {
  const refused = new AbortController();
  const over = new AbortController();
  watchPolicy(over.signal, ({ directive, blocked }) => {
    if (!url || !['frame-src', 'child-src'].includes(directive) || !url.href.startsWith(blocked)) return;
    refused.abort(
      new EngineBootError(`The page's Content-Security-Policy refuses the sealed frame: frame-src needs ${url.href}.`),
    );
  });
  const late = new EngineBootError('The sealed frame did not load. If something removed it from the page, try again.');
  const cancel = timeoutWhileAwake(LOAD_TIME, () => refused.abort(late));
  const loaded = new Promise((resolve) => element.addEventListener('load', resolve, { once: true }));
  (document.body ?? document.documentElement).append(element);
  try {
    await abortable(loaded, refused.signal).finally(cancel);
    // The event of a refusal may come after the load event of the empty document that replaces it.
    if (url) await abortable(new Promise((resolve) => setTimeout(resolve)), refused.signal);
  } finally {
    over.abort();
  }
}
