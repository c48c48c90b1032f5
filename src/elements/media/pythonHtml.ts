import createDOMPurify, { type Config } from 'dompurify';
import { whyUnfitAt } from '../../pictures/oversizedPictures.ts';
import { whyUnfitDrawing } from '../../pictures/svgDrawing.ts';

/** HTML that Python made, made safe, and ready for a frame of its own. */
export interface PythonHtml {
  /** Elements have in `data-style` what was in `style`. */
  readonly content: DocumentFragment;
  /** The text of each `<style>`. */
  readonly styles: readonly string[];
}

/** What Python made may look as it likes, inside its frame. It leads nowhere and loads nothing. */
const ALLOWED: Config & { RETURN_DOM_FRAGMENT: true } = {
  RETURN_DOM_FRAGMENT: true,
  FORBID_TAGS: ['style', 'form', 'audio', 'video'],
  FORBID_ATTR: ['style', 'href', 'xlink:href', 'srcset', 'background', 'poster', 'action'],
};

const purify = createDOMPurify(window);
purify.addHook('afterSanitizeAttributes', (node) => {
  const source = node.getAttribute('src');
  if (source === null) return;
  const reason = source.startsWith('data:') ? whyUnfitAt(source) : 'it is elsewhere';
  if (reason === undefined) return;
  node.removeAttribute('src');
  if (source.startsWith('data:')) node.replaceWith(`[picture left out: ${reason}]`);
});

/**
 * The document of the frame. Its `sandbox` allows no scripts, no forms and no navigation, and the policy lets nothing be loaded. The frame
 * keeps the page's origin, with which nothing in it can do anything: it lets the page bring in style sheets, which a strict policy of the
 * page, which the frame inherits, refuses as text; and measure what is there.
 */
export const FRAME_DOCUMENT =
  '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="color-scheme" content="light dark">' +
  `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:">` +
  '<title>Output</title><body>';

const STYLE = `
  html { color: light-dark(#1a2023, #e5eaec); font: 0.875rem/1.5 system-ui, sans-serif; }
  body { display: flow-root; margin: 0; overflow-wrap: break-word; }
  table { border-collapse: collapse; border: 0; font-variant-numeric: tabular-nums; }
  th, td { height: 1.875rem; padding: 0 0.75rem; border: 0; border-bottom: 1px solid light-dark(#dde2e3, #2d373c); text-align: right; white-space: nowrap; }
  thead th { border-bottom-color: light-dark(#858f93, #72808a); }
  tbody th { font-weight: 600; }
  p { margin: 0.5rem 0; }
  img, svg { max-width: 100%; }`;

/** Tags of HTML that is drawn: a table of ten columns has four thousand rows with as many. */
const MAX_TAGS = 100_000;

const TOO_MANY_TAGS = document.createDocumentFragment();
TOO_MANY_TAGS.append(`[HTML left out: it has more than ${MAX_TAGS.toLocaleString('en')} tags]`);

/** What brings in a picture, or a part of a drawing that may have others in it. */
const REFERENCE = /(?:url|src|image-set|image)\(|@import/i;
/** The same, without the parts of a drawing. */
const REFERENCE_ELSEWHERE = /(?:url|src)\(\s*["']?\s*[^#\s"']|image-set\(|image\(/i;

/** Ended as the parser of HTML ends them, which reads nothing in them. */
const STYLE_ELEMENTS = /<style\b[^>]*>([\s\S]*?)(?:<\/style[^>]*>|$)/gi;
const TAGS = /<[a-z](?:[^"'<>]|"[^"]*"|'[^']*')*>/gi;

/** Makes HTML safe that Python made. Styles are set apart before it is parsed: a strict policy of the page refuses them, and complains. */
export function readPythonHtml(html: string): PythonHtml {
  if (html.split('<', MAX_TAGS + 1).length > MAX_TAGS)
    return { content: TOO_MANY_TAGS.cloneNode(true) as DocumentFragment, styles: [] };
  const styles: string[] = [];
  const bare = html
    .replace(STYLE_ELEMENTS, (_, css: string) => {
      if (!REFERENCE.test(readCss(css))) styles.push(css);
      return '';
    })
    .replace(TAGS, (tag) => tag.replace(/([\s"'])style(\s*=)/gi, '$1data-style$2'));
  const content = purify.sanitize(bare, ALLOWED);
  for (const element of content.querySelectorAll<HTMLElement>('[data-style]'))
    if (REFERENCE_ELSEWHERE.test(readCss(element.dataset.style ?? ''))) delete element.dataset.style;
  for (const drawing of content.querySelectorAll('svg')) leaveOutUnfit(drawing);
  return { content, styles };
}

function leaveOutUnfit(drawing: SVGElement): void {
  const reason = whyUnfitDrawing(drawing.outerHTML);
  if (reason !== undefined) drawing.replaceWith(`[drawing left out: ${reason}]`);
}

/** CSS without its escapes, which hide what it says. */
function readCss(css: string): string {
  return css.replace(/\\(?:([\da-f]{1,6})\s?|(.))/gi, (_, code?: string, character = '') =>
    code === undefined ? character : String.fromCodePoint(Math.min(Number.parseInt(code, 16), 0x10_ff_ff)),
  );
}

/**
 * Draws HTML in a frame whose document is {@link FRAME_DOCUMENT}. Styles come in by ways that no policy closes.
 *
 * @returns the body; nothing where that document is not there yet: what comes before it is empty, and has not its policy
 */
export function fillFrame(
  { contentDocument, contentWindow }: HTMLIFrameElement,
  { content, styles }: PythonHtml,
): HTMLElement | undefined {
  if (!contentWindow || contentDocument?.URL !== 'about:srcdoc') return undefined;
  if (contentDocument.readyState !== 'complete') return undefined;
  const { CSSStyleSheet } = contentWindow as Window & typeof globalThis;
  contentDocument.adoptedStyleSheets = [STYLE, ...styles].map((css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    return sheet;
  });
  const { body } = contentDocument;
  body.replaceChildren(content.cloneNode(true));
  for (const element of body.querySelectorAll<HTMLElement>('[data-style]')) {
    element.style.cssText = element.dataset.style ?? '';
    delete element.dataset.style;
  }
  return body;
}
