import createDOMPurify, { type Config } from 'dompurify';
import { Marked, type Tokens } from 'marked';

/**
 * What a model's text may turn into. Nothing in here loads anything: an image's address is the classic way to carry a secret out of a
 * page.
 *
 * @see https://embracethered.com/blog/posts/2023/bing-chat-data-exfiltration-poc-and-fix/
 */
const ALLOWED: Config = {
  ALLOWED_TAGS: [
    ...['p', 'br', 'hr', 'h3', 'h4', 'h5', 'h6', 'blockquote', 'ul', 'ol', 'li', 'pre', 'code', 'a'],
    ...['strong', 'em', 'b', 'i', 'del', 's', 'sub', 'sup', 'kbd'],
    ...['table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ],
  ALLOWED_ATTR: ['href', 'start', 'align'],
  // Values that are no addresses, and so need not look like one.
  ADD_URI_SAFE_ATTR: ['start', 'align'],
  ALLOWED_URI_REGEXP: /^(?:https?|mailto):/i,
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
};

const purify = createDOMPurify(window);
purify.addHook('afterSanitizeAttributes', (node) => {
  const href = node.getAttribute('href');
  if (href === null) return;
  node.setAttribute('title', href);
  node.setAttribute('target', '_blank');
  node.setAttribute('rel', 'noopener noreferrer');
});

/** The page has headings of its own above the model's. */
const HEADINGS_ABOVE = 2;

const marked = new Marked({
  gfm: true,
  renderer: {
    heading({ tokens, depth }: Tokens.Heading): string {
      const level = Math.min(depth + HEADINGS_ABOVE, 6);
      return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>\n`;
    },
    image: ({ text }: Tokens.Image): string => escapeHtml(text),
    checkbox: ({ checked }: Tokens.Checkbox): string => (checked ? '☑ ' : '☐ '),
  },
});

/**
 * Turns Markdown into safe HTML, block by block, so that while text streams in only the last block is drawn again: a link keeps its
 * focus, and selected text stays selected.
 */
export function renderMarkdown(text: string): string[] {
  const tokens = marked.lexer(text);
  const blocks = tokens.filter(({ type }) => type !== 'space' && type !== 'def');
  return blocks.map((block) => purify.sanitize(marked.parser([block]), ALLOWED));
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
