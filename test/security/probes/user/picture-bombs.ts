// Pictures that take for ever, where nobody looks for them.
// tries: have a picture of 50,000 by 50,000 pixels decoded, or a drawing of a thousand million parts drawn, by HTML, by its styles, by Markdown, and by an SVG
// must: be replaced by a sentence in each of them
import type { AnswerProgress } from '../../../../src/answer/events.ts';
import type { Attack } from '../../attack.ts';
import { show } from '../../shownAnswer.ts';

const BOMBS = `
import base64, struct, zlib
def show(kind, *texts):
    for text in texts:
        display({kind: text}, raw=True)
def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
header = chunk(b"IHDR", struct.pack(">IIBBBBB", 50_000, 50_000, 8, 0, 0, 0, 0))
png = b"\\x89PNG\\r\\n\\x1a\\n" + header + chunk(b"IDAT", zlib.compress(bytes(300_000))) + chunk(b"IEND", b"")
address = "data:image/png;base64," + base64.b64encode(png).decode()
layers = "".join(f'<g id="l{n + 1}">' + f'<use href="#l{n}"/>' * 10 + "</g>" for n in range(9))
drawing = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect id="l0" width="1" height="1"/>{layers}</svg>'
within = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="{address}" width="9" height="9"/></svg>'
patterns = "".join(f'<pattern id="p{n + 1}" width="1" height="1">' + f'<rect width="1" height="1" fill="url(#p{n})"/>' * 10 + "</pattern>" for n in range(9))
tiled = f'<svg width="9" height="9">{patterns}<rect width="9" height="9" fill="url(#p9)"/></svg>'
encoded = "data:image/svg+xml;base64," + base64.b64encode(drawing.encode()).decode()
show("text/html", f'<img src="{address}" alt="">', f'<img src="&#100;ata:{address[5:]}" alt="">', f'<img src="{encoded}" alt="">')
show("text/html", f'<style>p {{ background: u\\\\72l({address}) }}</style><p style="background: url({address})">styled</p>')
show("text/html", tiled, "<div>" * 200_000)
show("text/markdown", f"![]({address})", f"![]({encoded})")
show("image/svg+xml", drawing, within)
`;

export default async function draw(attack: Attack): Promise<string> {
  const sandbox = await attack.sandbox();
  const { displays, error } = await showing(sandbox, BOMBS);
  if (displays.length !== 10) return `broken: ${displays.length} displays, ${error}`;
  await using shown = await show([
    { type: 'code', id: 1, language: 'PYTHON', code: 'bombs' },
    ...displays.map((display): AnswerProgress => ({ type: 'display', id: 1, ...display })),
    { type: 'result', id: 1, outcome: 'OUTCOME_OK', output: '' },
  ]);
  const frames = shown.elements.filter((element) => element instanceof HTMLIFrameElement);
  const documents = frames.map(({ contentDocument }) => contentDocument).filter((inside) => inside !== null);
  const elements = [...shown.elements, ...documents.flatMap((inside) => [...inside.querySelectorAll('*')])];
  const drawn = elements.filter(isBomb).map(({ localName }) => localName);
  if (drawn.length > 0) return `escaped: ${drawn}`;
  const text = [shown.text, ...documents.map(({ body }) => body.textContent)].join('\n');
  const sentences = text.match(/left out: /g)?.length ?? 0;
  return sentences >= 9 ? 'blocked: a sentence in the place of each' : `broken: ${sentences} sentences`;
}

async function showing(sandbox: Awaited<ReturnType<Attack['sandbox']>>, code: string) {
  const { results, error } = await sandbox.run(code);
  return { displays: results, error: error?.message };
}

function isBomb(element: Element): boolean {
  if (element.localName === 'img' || element.localName === 'pattern' || element.localName === 'use') return true;
  return (element.ownerDocument.defaultView?.getComputedStyle(element).backgroundImage ?? 'none') !== 'none';
}
