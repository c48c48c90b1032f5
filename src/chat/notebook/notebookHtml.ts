import createDOMPurify, { type Config } from 'dompurify';

/**
 * What HTML may be made of in a file that other programs open, with no policy and no frame around it: text and tables, and pictures that
 * are in it. Styles and SVG can name addresses.
 */
const ALLOWED: Config = {
  USE_PROFILES: { html: true },
  FORBID_TAGS: ['style', 'form', 'input', 'button', 'textarea', 'select', 'audio', 'video', 'picture', 'source'],
  FORBID_ATTR: ['style', 'href', 'srcset', 'background', 'poster', 'action', 'id', 'name'],
};

const purify = createDOMPurify(window);
purify.addHook('afterSanitizeAttributes', (node) => {
  if (!node.getAttribute('src')?.startsWith('data:image/')) node.removeAttribute('src');
});

/** Gives HTML that Python made for a notebook: it loads nothing and leads nowhere, wherever it is opened. */
export function notebookHtml(html: string): string {
  return purify.sanitize(html, ALLOWED);
}
