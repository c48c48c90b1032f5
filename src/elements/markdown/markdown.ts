import createDOMPurify, { type Config } from 'dompurify';
import { Marked, type Tokens } from 'marked';
import { media } from '../../language/en/content/media.ts';
import { fill } from '../../language/fill.ts';
import { whyUnfitAt } from '../../pictures/oversizedPictures.ts';
import { escapeHtml } from '../../text/escapeHtml.ts';
import { reasonUnfit } from '../media/reasonUnfit.ts';
import { BoundedLexer } from './boundedLexer.ts';
import { type MathToken, mathExtensions, type RenderMath } from './mathSyntax.ts';

/** The tags of KaTeX. */
const MATH_TAGS = [
  ...['math', 'semantics', 'annotation', 'mrow', 'mi', 'mo', 'mn', 'ms', 'mtext', 'mspace', 'mstyle', 'mpadded'],
  ...['msup', 'msub', 'msubsup', 'mfrac', 'msqrt', 'mroot', 'mover', 'munder', 'munderover', 'mphantom', 'menclose'],
  ...['mtable', 'mtr', 'mtd'],
];
const MATH_ATTRIBUTES = [
  ...['display', 'displaystyle', 'scriptlevel', 'mathvariant', 'encoding', 'notation', 'linethickness', 'width'],
  ...['stretchy', 'fence', 'separator', 'symmetric', 'lspace', 'rspace', 'minsize', 'maxsize', 'movablelimits'],
  ...['accent', 'accentunder', 'columnalign', 'columnspacing', 'columnlines', 'rowspacing'],
  ...['height', 'depth', 'voffset'],
];

/**
 * The HTML that a model's text may contain. None of it loads anything: addresses of images are the classic way to carry secrets out of a
 * page.
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
  // These values are not followed as addresses, so they need not match the pattern.
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

/** The page's own headings are above the model's. */
const HEADINGS_ABOVE = 2;

/** For the text that is being rendered. */
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

/** The longest text that is read as Markdown, in characters. */
const MAX_TEXT_LENGTH = 100_000;
const MAX_BLOCKS = 5000;

/**
 * Renders Markdown as safe HTML, block by block. While text streams in, only the last block changes: links keep the focus, and text
 * stays selected.
 *
 * @param math renders LaTeX; without it, the source is shown
 * @returns `undefined` if the text is too long or nested too deeply
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
    // The text is nested too deeply for the stack.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Replaces an image of another site by an element that loads it only if the user asks. Embedded images stay. */
function replaceRemoteImage(image: Element): void {
  const source = (image.getAttribute('src') ?? '').trim();
  if (/^data:image\//i.test(source)) {
    const unfit = whyUnfitAt(source);
    if (unfit) image.replaceWith(`[${fill(media.pictureLeftOutHere, { reason: reasonUnfit(unfit) })}]`);
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
