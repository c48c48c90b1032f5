import createDOMPurify, { type Config } from 'dompurify';
import { media } from '../../language/en/content/media.ts';
import { fill } from '../../language/fill.ts';
import { whyUnfitAt } from '../../pictures/oversizedPictures.ts';
import { whyUnfitDrawing } from '../../pictures/svgDrawing.ts';
import { reasonUnfit } from './reasonUnfit.ts';

/** Sanitized HTML from Python, for a frame of its own. */
export interface PythonHtml {
  /** `style` attributes are in `data-style`. */
  readonly content: DocumentFragment;
  /** The text of each `<style>`. */
  readonly styles: readonly string[];
  /** Whose colours it is made for: those of the page, those of a light page, or those of any system. */
  readonly colours: 'page' | 'light' | 'any';
}

/** Any style is allowed inside the frame, but nothing that links or loads. */
const ALLOWED: Config & { RETURN_DOM_FRAGMENT: true } = {
  RETURN_DOM_FRAGMENT: true,
  FORBID_TAGS: ['style', 'form', 'audio', 'video'],
  FORBID_ATTR: ['style', 'href', 'xlink:href', 'srcset', 'background', 'poster', 'action'],
};

const purify = createDOMPurify(window);
purify.addHook('afterSanitizeAttributes', (node) => {
  const source = node.getAttribute('src');
  if (source === null) return;
  const isData = source.startsWith('data:');
  const unfit = isData ? whyUnfitAt(source) : undefined;
  if (!isData || unfit) node.removeAttribute('src');
  if (unfit) node.replaceWith(`[${fill(media.pictureLeftOutHere, { reason: reasonUnfit(unfit) })}]`);
});

/**
 * The document of the frame. Its `sandbox` allows no scripts, forms and navigation, and its policy loads nothing. The frame keeps the
 * page's origin, which nothing inside can use. With it, the page can measure the content, and add style sheets, which a strict policy of
 * the page refuses as text.
 */
export const FRAME_DOCUMENT =
  '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="color-scheme" content="light dark">' +
  `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:">` +
  '<title>Output</title><body>';

const STYLE = `
  @media print { html { color-scheme: light !important; } }
  html { color: light-dark(#1a2023, #e5eaec); font: 0.875rem/1.5 system-ui, sans-serif; }
  body { display: flow-root; margin: 0; overflow-wrap: break-word; }
  table { border-collapse: collapse; border: 0; font-variant-numeric: tabular-nums; }
  th, td { height: 1.875rem; padding: 0 0.75rem; border: 0; border-bottom: 1px solid light-dark(#dde2e3, #2d373c); text-align: end; white-space: nowrap; }
  thead th { border-bottom-color: light-dark(#858f93, #72808a); }
  tbody th { font-weight: 600; }
  p { margin: 0.5rem 0; }
  img, svg { max-width: 100%; }`;

/** The maximum number of tags: enough for a table of ten columns and four thousand rows. */
const MAX_TAGS = 100_000;

/** Matches CSS that loads a picture, or refers to a part of a drawing. */
const REFERENCE = /(?:url|src|image-set|image)\(|@import/i;
/** Matches CSS that loads a picture. */
const REFERENCE_ELSEWHERE = /(?:url|src)\(\s*["']?\s*[^#\s"']|image-set\(|image\(/i;

/** Matches CSS that knows light and dark colours. */
const BOTH_THEMES = /light-dark\(|prefers-color-scheme/i;
/** Matches CSS that sets the colour of a text, or what is behind it. */
const COLOURS = /(?:^|[\s;{])(?:background|background-color|color)\s*:/i;

/** Style elements end where the HTML parser ends them. */
const STYLE_ELEMENTS = /<style\b[^>]*>([\s\S]*?)(?:<\/style[^>]*>|$)/gi;
const TAGS = /<[a-z](?:[^"'<>]|"[^"]*"|'[^']*')*>/gi;

/** Sanitizes HTML from Python. Styles are separated before parsing, because a strict policy of the page refuses and reports them. */
export function readPythonHtml(html: string): PythonHtml {
  if (html.split('<', MAX_TAGS + 1).length > MAX_TAGS) {
    const content = document.createDocumentFragment();
    content.append(`[${fill(media.tooManyTags, { count: MAX_TAGS })}]`);
    return { content, styles: [], colours: 'page' };
  }
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
  return { content, styles, colours: coloursOf(content, styles) };
}

/** HTML with colours of its own rarely brings all of them: the others have to be those of a light page. */
function coloursOf(content: DocumentFragment, styles: readonly string[]): PythonHtml['colours'] {
  const attributes = Array.from(content.querySelectorAll<HTMLElement>('[data-style]'), ({ dataset }) => dataset.style);
  const rules = [...styles, ...attributes].join('\n');
  if (BOTH_THEMES.test(rules)) return 'any';
  return COLOURS.test(rules) || content.querySelector('[bgcolor], font[color]') ? 'light' : 'page';
}

function leaveOutUnfit(drawing: SVGElement): void {
  const unfit = whyUnfitDrawing(drawing.outerHTML);
  if (unfit) drawing.replaceWith(`[${fill(media.drawingLeftOut, { reason: reasonUnfit(unfit) })}]`);
}

/** Resolves the escapes in CSS, which can hide keywords. */
function readCss(css: string): string {
  return css.replace(/\\(?:([\da-f]{1,6})\s?|(.))/gi, (_, code?: string, character = '') =>
    code === undefined ? character : String.fromCodePoint(Math.min(Number.parseInt(code, 16), 0x10_ff_ff)),
  );
}

/** Gives the document of a frame the theme of the page if its HTML is made for that. Its canvas is then transparent. */
export function showInTheme(
  { contentDocument }: HTMLIFrameElement,
  colours: PythonHtml['colours'],
  theme: 'light' | 'dark',
): void {
  if (!contentDocument) return;
  contentDocument.documentElement.style.colorScheme = { page: theme, light: 'light', any: '' }[colours];
}

/**
 * Shows HTML in a frame whose document is {@link FRAME_DOCUMENT}. Adds styles in ways that no policy blocks.
 *
 * @returns the body; `undefined` until the document has loaded: the initial empty document lacks its policy
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
