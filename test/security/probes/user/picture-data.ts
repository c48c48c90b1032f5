// A picture whose bytes are an address.
// tries: break out of a picture's data into its address or its attributes
// must: stay data, or be no picture
import type { Attack } from '../../attack.ts';
import { show } from '../../shownAnswer.ts';

export default async function draw(attack: Attack): Promise<string> {
  const data = ['" onerror="globalThis.pwned = 1', `,${attack.out}`, `AAAA" src="${attack.out}.png`];
  await using shown = await show(data.map((each) => ({ type: 'image', id: 1, mimeType: 'image/png', data: each })));
  const pictures = shown.elements.filter(({ localName }) => localName === 'img');
  const outside = pictures.filter(
    (each) => !each.getAttribute('src')?.startsWith('data:image/png;base64,') || each.hasAttribute('onerror'),
  );
  return outside.length === 0 && !('pwned' in globalThis)
    ? `blocked: ${pictures.length} pictures of data`
    : `escaped: ${outside[0]?.outerHTML}`;
}
