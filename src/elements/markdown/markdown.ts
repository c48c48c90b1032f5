import createDOMPurify, { type Config } from 'dompurify';
import { Marked, type Tokens } from 'marked';
import { whyUnfitAt } from '../../pictures/oversizedPictures.ts';
import { BoundedLexer } from './boundedLexer.ts';
import { type MathToken, mathExtensions, type RenderMath } from './mathSyntax.ts';

/** What KaTeX makes of LaTeX. */
const MATH_TAGS = [
  ...['math', 'semantics', 'annotation', 'mrow', 'mi', 'mo', 'mn', 'ms', 'mtext', 'mspace', 'mstyle', 'mpadded'],
  ...['msup', 'msub', 'msubsup', 'mfrac', 'msqrt', 'mroot', 'mover', 'munder', 'munderover', 'mphantom', 'menclose'],
  ...['mtable', 'mtr', 'mtd'],
];
const MATH_ATTRIBUTES = [
  ...['display', 'displaystyle', 'scriptlevel', 'mathvariant', 'encoding', 'notation', 'linethickness', 'width'],
  ...['stretchy', 'fence', 'separator', 'symmetric', 'lspace', 'rspace', 'minsize', 'maxsize', 'movablelimits'],
  ...[
    'accent',
    'accentunder',
    'columnalign',
    'columnspacing',
    'columnlines',
    'rowspacing',
    'height',
    'depth',
    'voffset',
  ],
];

/**
 * What a model's text may turn into. Nothing in here loads anything by itself: an image's address is the classic way to carry a secret out
 * of a page.
 *
 * @see https://embracethered.com/blog/posts/2023/bing-chat-data-exfiltration-poc-and-fix/
 */
const ALLOWED: Config = {
  ALLOWED_TAGS: [
    ...['p', 'br', 'hr', 'h3', 'h4', 'h5', 'h6', 'blockquote', 'ul', 'ol', 'li', 'pre', 'code', 'a', 'img'],
    ...['strong', 'em', 'b', 'i', 'del', 's', 'sub', 'sup', 'kbd'],
    ...['table', 'thead', 'tbody', 'tr', 'th', 'td'],
    ...['glove-remote-image', ...MATH_TAGS],
  ],
  ALLOWED_ATTR: ['href', 'src', 'alt', 'address', 'start', 'align', ...MATH_ATTRIBUTES],
  // Values that are no addresses, or lead nowhere by themselves, and so need not look like one.
  ADD_URI_SAFE_ATTR: ['address', 'start', 'align', ...MATH_ATTRIBUTES],
  ALLOWED_URI_REGEXP: /^(?:https?|mailto):/i,
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
};

const purify = createDOMPurify(window);
purify.addHook('uponSanitizeElement', (node) => {
  if (node.nodeName === 'IMG' && node instanceof Element) replaceRemoteImage(node);
});
purify.addHook('afterSanitizeAttributes', (node) => {
  const href = node.getAttribute('href');
  if (href === null) return;
  node.setAttribute('title', href);
  node.setAttribute('target', '_blank');
  node.setAttribute('rel', 'noopener noreferrer');
  const host = URL.parse(href)?.host;
  if (host && !node.textContent?.includes(host)) node.setAttribute('data-host', host);
});

/** The page has headings of its own above the model's. */
const HEADINGS_ABOVE = 2;

/** Of the text that is being turned into HTML. */
let renderMath: RenderMath | undefined;

const marked = new Marked({
  gfm: true,
  extensions: mathExtensions(renderMathToken),
  renderer: {
    heading({ tokens, depth }: Tokens.Heading): string {
      const level = Math.min(depth + HEADINGS_ABOVE, 6);
      return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>\n`;
    },
    checkbox: ({ checked }: Tokens.Checkbox): string => (checked ? '☑ ' : '☐ '),
  },
});

/** Characters of a text that is read as Markdown. */
const MAX_TEXT_LENGTH = 100_000;
/** Blocks of one. */
const MAX_BLOCKS = 5000;

/**
 * Turns Markdown into safe HTML, block by block, so that while text streams in only the last block is drawn again: a link keeps its
 * focus, and selected text stays selected.
 *
 * @param math draws LaTeX; without it, its source is shown
 * @returns nothing where it is too long, or too deep, to be more than text
 */
export function renderMarkdown(text: string, math?: RenderMath): string[] | undefined {
  if (text.length > MAX_TEXT_LENGTH) return undefined;
  renderMath = math;
  try {
    const tokens = new BoundedLexer(marked.defaults).lex(text);
    const blocks = tokens.filter(({ type }) => type !== 'space' && type !== 'def');
    if (blocks.length > MAX_BLOCKS) return undefined;
    return blocks.map((block) => purify.sanitize(marked.parser([block]), ALLOWED));
  } catch (error) {
    // The stack is full.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** An image from elsewhere says where it is, and is loaded where the reader asks for it. Pictures in the text itself are drawn. */
function replaceRemoteImage(image: Element): void {
  const source = (image.getAttribute('src') ?? '').trim();
  if (/^data:image\//i.test(source)) {
    const reason = whyUnfitAt(source);
    if (reason !== undefined) image.replaceWith(`[picture left out: ${reason}]`);
    return;
  }
  const words = image.getAttribute('alt') ?? '';
  const address = source.startsWith('//') ? `https:${source}` : source;
  if (!/^https?:\/\//i.test(address)) {
    image.replaceWith(words);
    return;
  }
  const placeholder = image.ownerDocument.createElement('glove-remote-image');
  placeholder.setAttribute('address', address);
  placeholder.setAttribute('alt', words);
  placeholder.textContent = words;
  image.replaceWith(placeholder);
}

function renderMathToken({ latex, isBlock, raw }: MathToken): string {
  return renderMath?.(latex, isBlock) ?? `<code>${escapeHtml(raw.trim())}</code>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
