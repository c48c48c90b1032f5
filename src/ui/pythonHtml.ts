import createDOMPurify, { type Config } from 'dompurify';

/** HTML that Python made, ready for a frame of its own. */
export interface FramedHtml {
  /** For the frame's `srcdoc`. */
  document: string;
  /** Of what is in it, in rem: a guess, since nobody can look into the frame. */
  height: number;
}

/** What Python made may look as it likes, inside its frame. It leads nowhere and loads nothing. */
const ALLOWED: Config = {
  // A style at the beginning would be taken for one of the document's head, and dropped.
  FORCE_BODY: true,
  FORBID_TAGS: ['form', 'audio', 'video'],
  FORBID_ATTR: ['href', 'xlink:href', 'srcset', 'background', 'poster', 'action'],
};

const purify = createDOMPurify(window);
purify.addHook('afterSanitizeAttributes', (node) => {
  if (!node.getAttribute('src')?.startsWith('data:')) node.removeAttribute('src');
});

/** What the frame is allowed, whatever is in it: to be drawn. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/** Rem of one row, with its padding and border. */
const ROW = 1.875;
/** Rem of a line of text. */
const LINE = 1.5;
const LINE_LENGTH = 80;
/** Rem of a picture that does not say how high it is. */
const PICTURE = 20;
const PIXELS_PER_REM = 16;

const STYLE = `
  html { color: light-dark(#1a2023, #e5eaec); font: 0.875rem/1.5 system-ui, sans-serif; }
  body { margin: 0; overflow-wrap: break-word; }
  table { border-collapse: collapse; border: 0; font-variant-numeric: tabular-nums; }
  th, td { height: ${ROW}rem; padding: 0 0.75rem; border: 0; border-bottom: 1px solid light-dark(#dde2e3, #2d373c); text-align: right; white-space: nowrap; }
  thead th { border-bottom-color: light-dark(#858f93, #72808a); }
  tbody th { font-weight: 600; }
  p { margin: 0.5rem 0; }
  img, svg { max-width: 100%; }`;

/**
 * Makes a document of HTML that Python made. It goes into a frame with an empty `sandbox`: no scripts, no forms, no navigation, and an
 * origin of its own. The policy says the same again, and lets nothing be loaded.
 */
export function frameHtml(html: string): FramedHtml {
  const safe = purify.sanitize(html, ALLOWED);
  const document = [
    '<!doctype html><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`,
    `<meta name="color-scheme" content="light dark"><style>${STYLE}</style><body>${safe}`,
  ].join('');
  return { document, height: heightOf(safe) };
}

function heightOf(html: string): number {
  const { content } = Object.assign(document.createElement('template'), { innerHTML: html });
  const rows = content.querySelectorAll('tr').length;
  const breaks = content.querySelectorAll('br').length;
  const pictures = [...content.querySelectorAll('img, svg')].map(
    (picture) => Number.parseFloat(picture.getAttribute('height') ?? '') / PIXELS_PER_REM || PICTURE,
  );
  for (const other of content.querySelectorAll('style, table, svg')) other.remove();
  const blocks = [...content.querySelectorAll('p, li, h1, h2, h3, h4, h5, h6, pre')].length;
  const lines = Math.ceil((content.textContent?.trim().length ?? 0) / LINE_LENGTH) + breaks;
  return rows * ROW + (lines + blocks) * LINE + pictures.reduce((sum, height) => sum + height, 0) + 1;
}
