// Output that is a page.
// tries: print and display HTML with scripts, handlers, frames and pictures, and have the page draw it
// must: be shown as text
import type { Attack } from '../../attack.ts';
import { answerWithOutput, show } from '../../shownAnswer.ts';

export default async function draw(attack: Attack): Promise<string> {
  const markup = [
    '<script>globalThis.pwned = 1</script>',
    `<img src="${attack.out}.png" onerror="globalThis.pwned = 1">`,
    `<iframe srcdoc="<script>parent.pwned = 1</script>" src="${attack.out}"></iframe>`,
    `<svg onload="globalThis.pwned = 1"><image href="${attack.out}.svg"/></svg>`,
    '</pre></span><style>@import url("x")</style>',
  ].join('\n');
  const sandbox = await attack.sandbox();
  const code = `class Page:\n    def _repr_html_(self):\n        return TEXT\nTEXT = ${JSON.stringify(markup)}\nprint(TEXT)\ndisplay(Page())`;
  const { output, results } = await sandbox.run(code);
  if (results[0]?.data['text/html'] !== markup) return 'broken: there is no HTML';
  await using shown = await show(answerWithOutput(output, code));
  const drawn = shown.elements.filter(({ localName }) => /^(script|img|iframe|svg|image)$/.test(localName));
  if (drawn.length > 0 || 'pwned' in globalThis) return `escaped: ${drawn.map(({ localName }) => localName)}`;
  return shown.text.includes(markup) ? 'blocked: it is shown as text' : 'broken: it is not shown';
}
