import { abortable } from '../../async/abort.ts';
import { importChunk } from '../../async/importChunk.ts';
import { timeoutWhileAwake } from '../../async/timeouts.ts';
import { EngineBootError } from '../../errors.ts';
import { SECRET_ELEMENT } from '../../protocol.ts';
import { PolicyWatch } from './policyWatch.ts';

/** Milliseconds in which the frame's document must have loaded. */
const LOAD_TIME = 10_000;

/**
 * Puts the sealed frame's element into the page, and waits until its document is there. The element has no `allow-same-origin`, so
 * that its origin is opaque wherever the document comes from.
 *
 * @param url of a file that is the sealed document; without it, the document is made from text
 * @param secret that only the sealed document can tell: letters and digits
 * @throws EngineBootError where the file is not the sealed document of this build, or the page's policy refuses it
 * @see https://html.spec.whatwg.org/multipage/browsers.html#sandboxing
 */
export async function addFrameElement(url: URL | undefined, secret: string): Promise<HTMLIFrameElement> {
  const element = document.createElement('iframe');
  element.setAttribute('sandbox', 'allow-scripts');
  // Lets the frame boot in a cross-origin-isolated page as it does in a plain one.
  element.allow = 'cross-origin-isolated';
  element.hidden = true;
  element.title = 'Python sandbox';
  const { html, policy } = await importChunk(() => import('virtual:sealed-frame'));
  // As text that no policy concerns, beside the program of the workers.
  if (!url) element.srcdoc = `${html}<script id="${SECRET_ELEMENT}" type="text/plain">${secret}</script>`;
  else {
    const { headers } = await readSealedDocument(url, html);
    element.src = new URL(`#${secret}`, url).href;
    // Has the browser enforce the policy from outside as well, where it knows how, and the file's server agrees, as it has to in Chromium.
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

/** Whether the file at an address is the sealed document of this build. */
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
  if ((await response.text()) === html) return response;
  throw new EngineBootError(
    `${url.href} is not the sealed frame of this build. Put the file frame.html there that came with it, unchanged.`,
  );
}

/** Loads the document. A page whose policy refuses the frame is told so at once; a frame that is removed before it has loaded never loads. */
async function load(element: HTMLIFrameElement, url: URL | undefined): Promise<void> {
  const refused = new AbortController();
  using _watch = new PolicyWatch(({ directive, blocked }) => {
    if (!url || !['frame-src', 'child-src'].includes(directive) || !url.href.startsWith(blocked)) return;
    refused.abort(
      new EngineBootError(`The page's Content-Security-Policy refuses the sealed frame: frame-src needs ${url.href}.`),
    );
  });
  const late = new EngineBootError('The sealed frame did not load. If something removed it from the page, try again.');
  const callOff = timeoutWhileAwake(LOAD_TIME, () => refused.abort(late));
  const loaded = new Promise((resolve) => element.addEventListener('load', resolve, { once: true }));
  (document.body ?? document.documentElement).append(element);
  await abortable(loaded, refused.signal).finally(callOff);
  // A refusal is told in a task of its own, which may come after the event of an empty document.
  if (url) await abortable(new Promise((resolve) => setTimeout(resolve)), refused.signal);
}
