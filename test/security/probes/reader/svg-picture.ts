// A picture that runs.
// tries: have an SVG with a script drawn, and break out of the attribute that a MIME type is put into
// must: be named and not drawn
import type { Attack } from '../../attack.ts';
import { show } from '../../reader.ts';

export default async function draw(attack: Attack): Promise<string> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" onload="parent.pwned = 1"><image href="${attack.out}"/></svg>`;
  const types = [
    'image/svg+xml',
    'text/html',
    'image/png" onerror="globalThis.pwned = 1',
    'image/png\nx',
    'IMAGE/SVG+XML',
    'image/svg+xml;image/png',
  ];
  await using shown = await show(types.map((mimeType) => ({ type: 'image', id: 1, mimeType, data: btoa(svg) })));
  const drawn = shown.elements.filter(({ localName }) => /^(img|svg|object|embed|iframe)$/.test(localName));
  return drawn.length === 0 && !('pwned' in globalThis) ? 'blocked: none is drawn' : `escaped: ${drawn[0]?.outerHTML}`;
}
