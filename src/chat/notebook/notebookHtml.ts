import createDOMPurify, { type Config } from 'dompurify';

/**
 * Allows text, tables and embedded pictures. Other programs open the file without our policy and frame. Styles and SVG can contain
 * addresses.
 */
const ALLOWED: Config = {
  USE_PROFILES: { html: true },
  FORBID_TAGS: ['style', 'form', 'input', 'button', 'textarea', 'select', 'audio', 'video', 'picture', 'source'],
  FORBID_ATTR: ['style', 'href', 'srcset', 'background', 'poster', 'action', 'id', 'name'],
};

const purify = createDOMPurify(window);
purify.addHook('afterSanitizeAttributes', (node) => {
  if (!node.getAttribute('src')?.startsWith('data:image/')) node.removeAttribute('src');
  if (node.nodeName !== 'IMG') return;
  if (!node.hasAttribute('src')) node.replaceWith(node.getAttribute('alt') ?? '');
  else if (!node.hasAttribute('alt')) node.setAttribute('alt', '');
});

/** Sanitizes HTML from Python for a notebook: in any program, it loads nothing and has no links. */
export function notebookHtml(html: string): string {
  return purify.sanitize(html, ALLOWED);
}
