// A picture that runs.
// tries: have an SVG with a script drawn where its script runs, and break out of the attribute that a MIME type is put into
// must: be an image, in which nothing runs and nothing loads, or be named and not drawn
import type { Attack } from '../../attack.ts';
import { show } from '../../shownAnswer.ts';

export default async function draw(attack: Attack): Promise<string> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" onload="parent.pwned = 1"><image href="${attack.out}"/></svg>`;
  const types = [
    'image/svg+xml',
    'text/html',
    'image/png" onerror="globalThis.pwned = 1',
    'image/png\nx',
    'IMAGE/SVG+XML',
    'image/svg+xml;image/png',
  ];
  const data = btoa(svg);
  await using shown = await show(types.map((mimeType) => ({ type: 'image', id: 1, mimeType, data })));
  const drawn = shown.elements.filter(({ localName }) => /^(img|svg|object|embed|iframe)$/.test(localName));
  const images = drawn.filter((each) => isImage(each, `data:image/svg+xml;base64,${data}`));
  if (images.length === 0) return 'escaped: the drawing is not shown as an image, which proves nothing of it';
  const others = drawn.filter((each) => !images.includes(each));
  return others.length === 0 && !('pwned' in globalThis)
    ? 'blocked: an image, and the others are not drawn'
    : `escaped: ${others[0]?.outerHTML ?? 'a script of the drawing ran'}`;
}

/** Whether the browser has drawn it, as an image and nothing else. */
function isImage(element: Element, source: string): boolean {
  return (
    element instanceof HTMLImageElement &&
    element.getAttribute('src') === source &&
    element.naturalWidth > 0 &&
    !element.hasAttribute('onerror')
  );
}
