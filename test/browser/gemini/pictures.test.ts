// @module-tag long
import type { Content, GenerateContentResponse } from '@google/genai';
import { beforeEach, describe, expect, it } from 'vitest';
import { imageSize } from '../../../src/pictures/imageSize.ts';
import { figure, itemOf } from '../../support/charts/bokehItem.ts';
import { sandbox, shareSandbox } from '../sandbox/sharedSandbox.ts';
import {
  answersWith,
  call,
  collect,
  kinds,
  MODEL,
  OLD_MODEL,
  partsOf,
  play,
  requestWith,
  WITH_CODE_EXECUTION,
} from './play.ts';

shareSandbox();
beforeEach(() => sandbox.reset());

const responsesIn = (contents: Content[] | undefined) => contents?.at(-1)?.parts ?? [];
const picturesIn = (response: GenerateContentResponse) =>
  partsOf(response).flatMap(({ inlineData }) => inlineData ?? []);

/** Python that can write a PNG of one colour with nothing but the standard library. */
const PNG = `
import struct, zlib
def png(width, height, noise=False):
    import random
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    row = lambda: b"\\0" + (random.randbytes(3 * width) if noise else b"\\xff\\0\\0" * width)
    rows = b"".join(row() for _ in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\\x89PNG\\r\\n\\x1a\\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 1)) + chunk(b"IEND", b"")
def save(name, *arguments):
    with open(name, "wb") as file:
        file.write(png(*arguments))
`;

describe('a picture that code made', () => {
  const DRAW = call(`${PNG}\nsave("red.png", 8, 8)\nprint("drawn")`);

  it('is part of the answer, right after its result, and goes back to the model inside its response', async () => {
    const { ai, report, events } = await play({
      turns: [
        { parts: [DRAW] },
        {
          expect: [{ functionResponse: { name: 'run_python', responseContains: 'drawn', mimeTypes: ['image/png'] } }],
          parts: [{ text: 'Red.' }],
        },
      ],
    });
    const chunks = await collect(await ai.models.generateContentStream(requestWith(['Draw.'])));
    expect(chunks.flatMap(kinds)).toEqual(['executableCode', 'codeExecutionResult', 'inlineData', 'text']);
    expect((await report()).refusals).toEqual([]);
    expect(events.filter(({ type }) => type === 'image' || type === 'file')).toMatchObject([
      { type: 'file', id: 1, path: 'red.png', mimeType: 'image/png' },
      { type: 'image', id: 1, mimeType: 'image/png' },
    ]);
  });

  it('goes back inside the same response in later turns of a chat', async () => {
    const { ai, report } = await play({
      turns: [{ parts: [DRAW] }, { parts: [{ text: 'Red.' }] }, { parts: [{ text: 'Yes.' }] }],
    });
    const chat = ai.chats.create({ model: MODEL, config: WITH_CODE_EXECUTION });
    await collect(await chat.sendMessageStream({ message: 'Draw.' }));
    await chat.sendMessage({ message: 'Red?' });
    const { requests, refusals } = await report();
    expect(refusals).toEqual([]);
    const [, , response] = requests.at(-1)?.body.contents ?? [];
    expect(response?.parts).toMatchObject([
      { functionResponse: { parts: [{ inlineData: { mimeType: 'image/png' } }] } },
    ]);
  });

  it('stands beside the response for models before Gemini 3', async () => {
    const { ai, report } = await play({ turns: [{ parts: [DRAW] }, { parts: [{ text: 'Red.' }] }] });
    await ai.models.generateContent(requestWith(['Draw.'], OLD_MODEL));
    const { requests, refusals } = await report();
    expect(refusals).toEqual([]);
    const parts = responsesIn(requests.at(-1)?.body.contents);
    expect(parts.map((part) => Object.keys(part)[0])).toEqual(['functionResponse', 'inlineData']);
  });

  it('is left out if such a model refuses it, rather than the answer be lost', async () => {
    const { ai, report } = await play({ turns: [{ parts: [DRAW, DRAW] }, { parts: [{ text: 'Red twice.' }] }] });
    const response = await ai.models.generateContent(requestWith(['Draw.'], OLD_MODEL));
    expect(response.text).toBe('Red twice.');
    expect(picturesIn(response)).toHaveLength(2);
    const { requests, refusals } = await report();
    expect(refusals).toHaveLength(1);
    expect(responsesIn(requests.at(-1)?.body.contents).map((part) => Object.keys(part)[0])).toEqual([
      'functionResponse',
      'functionResponse',
    ]);
  });

  it('that is too large for the model goes to it in a smaller size, and to the caller as it is', async () => {
    const { ai, report } = await play({
      turns: [{ parts: [call(`${PNG}\nsave("wide.png", 4000, 1000)`)] }, { parts: [{ text: 'Wide.' }] }],
    });
    const response = await ai.models.generateContent(requestWith(['Draw.']));
    expect(picturesIn(response).map(({ mimeType = '', data = '' }) => imageSize(mimeType, data))).toEqual([
      { width: 4000, height: 1000 },
    ]);
    const [part] = responsesIn((await report()).requests.at(-1)?.body.contents);
    const [sent] = part?.functionResponse?.parts ?? [];
    const { mimeType = '', data = '' } = sent?.inlineData ?? {};
    expect(imageSize(mimeType, data)).toEqual({ width: 1536, height: 384 });
  });

  it('that was drawn for a dense screen goes to the model with the pixels that it takes on any other', async () => {
    const mark = 'chunk(b"tEXt", b"Pixel-Ratio\\0002") + chunk(b"IDAT"';
    const { ai, report } = await play({
      turns: [
        { parts: [call(`${PNG.replace('chunk(b"IDAT"', mark)}\nsave("dense.png", 800, 600)`)] },
        { parts: [{ text: 'Sharp.' }] },
      ],
    });
    await ai.models.generateContent(requestWith(['Draw.']));
    const [part] = responsesIn((await report()).requests.at(-1)?.body.contents);
    const { mimeType = '', data = '' } = part?.functionResponse?.parts?.[0]?.inlineData ?? {};
    expect(imageSize(mimeType, data)).toEqual({ width: 400, height: 300 });
  });

  it('that has too many bytes for the model is compressed', async () => {
    const { ai, report } = await play({
      turns: [{ parts: [call(`${PNG}\nsave("noise.png", 900, 900, True)`)] }, { parts: [{ text: 'Noise.' }] }],
    });
    await ai.models.generateContent(requestWith(['Draw.']));
    const [part] = responsesIn((await report()).requests.at(-1)?.body.contents);
    const { mimeType = '', data = '' } = part?.functionResponse?.parts?.[0]?.inlineData ?? {};
    expect(mimeType).toBe('image/jpeg');
    expect(data.length * 0.75).toBeLessThan(1_000_000);
  });

  it.each([
    [
      'SVG',
      'from IPython.display import SVG, display\ndisplay(SVG(\'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20" fill="red"/></svg>\'))',
    ],
    [
      'GIF',
      'import base64\nwith open("dot.gif", "wb") as file:\n    file.write(base64.b64decode("R0lGODlhAQABAIAAAP8AAP///yH5BAAAAAAALAAAAAABAAEAAAICRAEAOw=="))',
    ],
  ])('as %s is given as PNG', async (_, code) => {
    const { ai, report } = await play({
      turns: [
        { parts: [call(code)] },
        {
          expect: [{ functionResponse: { name: 'run_python', mimeTypes: ['image/png'] } }],
          parts: [{ text: 'Seen.' }],
        },
      ],
    });
    const response = await ai.models.generateContent(requestWith(['Draw.']));
    expect(picturesIn(response).map(({ mimeType }) => mimeType)).toEqual(['image/png']);
    expect((await report()).refusals).toEqual([]);
  });

  it('is one of at most ten that the model is shown of a run', async () => {
    const { ai, report } = await play({
      turns: [{ parts: [call(`${PNG}\nfor n in range(14): save(f"{n}.png", 8, 8)`)] }, { parts: [{ text: 'Many.' }] }],
    });
    const response = await ai.models.generateContent(requestWith(['Draw.']));
    expect(picturesIn(response)).toHaveLength(14);
    const [part] = responsesIn((await report()).requests.at(-1)?.body.contents);
    expect(part?.functionResponse?.parts).toHaveLength(10);
  });

  it('comes of one that the user sent, cropped, looked at, and cropped again', async () => {
    const whole = (
      await sandbox.run(`${PNG}\nimport base64\nprint(base64.b64encode(png(64, 64)).decode())`)
    ).stdout.trim();
    const crop = (size: number) =>
      call(
        `${PNG}\nassert open("file_1.png", "rb").read(8)[1:4] == b"PNG"\nsave("crop_${size}.png", ${size}, ${size})`,
      );
    const shown = [{ functionResponse: { name: 'run_python', mimeTypes: ['image/png'] } }];
    const { ai, report } = await play({
      turns: [
        { expect: [{ textContains: 'file_1.png' }], parts: [{ text: 'I look closer. ' }, crop(32)] },
        { expect: shown, parts: [{ text: 'And closer. ' }, crop(16)] },
        { expect: shown, parts: [{ text: 'There are three.' }] },
      ],
    });
    const response = await ai.models.generateContent(
      requestWith([{ inlineData: { mimeType: 'image/png', data: whole } }, 'How many?']),
    );
    expect(kinds(response)).toEqual([
      'text',
      'executableCode',
      'codeExecutionResult',
      'inlineData',
      'text',
      'executableCode',
      'codeExecutionResult',
      'inlineData',
      'text',
    ]);
    expect((await report()).refusals).toEqual([]);
  });
});

describe('an interactive chart', () => {
  const CHARTS = call(`
import json
class Chart:
    def __init__(self, name, chart):
        self.forms = {f"application/vnd.{name}": chart}
    def _repr_mimebundle_(self, include=None, exclude=None):
        return self.forms
rows = [{"month": month, "sales": sales} for month, sales in zip("ABC", (28, 55, 43))]
encoding = {"x": {"field": "month"}, "y": {"field": "sales", "type": "quantitative"}}
display(Chart("vegalite.v6.json", {"mark": "bar", "width": 300, "data": {"values": rows}, "encoding": encoding}))
display(Chart("vegalite.v6.json", {"mark": "bar", "data": {"url": "https://elsewhere.example"}, "encoding": encoding}))
display(Chart("glovebox.bokeh+json", json.loads(r'''${JSON.stringify(itemOf(figure({ width: 400 })))}''')))
Chart("plotly.v1+json", {"data": [{"type": "bar", "y": [1, 2, 3]}], "layout": {"width": 500, "height": 300}})`);
  const WORDS = 'Interactive chart: Bar chart, 3 points';
  const turns = [{ parts: [CHARTS] }, { expect: answersWith(WORDS), parts: [{ text: 'There.' }] }];

  it('goes to the model as a picture on white, with its words, if it can be drawn', async () => {
    const { ai, report } = await play({ turns }, { pictures: { chartTime: 60_000 } });
    const response = await ai.models.generateContent(requestWith(['Draw.']));
    expect((await report()).refusals).toEqual([]);
    const pictures = picturesIn(response);
    const sizes = pictures.map(({ mimeType = '', data = '' }) => imageSize(mimeType, data));
    expect(sizes).toEqual([
      { width: expect.toSatisfy((width) => width > 300 && width < 400), height: expect.any(Number) },
      { width: 400, height: 300 },
      { width: 500, height: 300 },
    ]);
    for (const { data = '' } of pictures) {
      const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob());
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
      context?.drawImage(bitmap, 0, 0);
      const pixels = new Uint32Array(context?.getImageData(0, 0, bitmap.width, bitmap.height).data.buffer ?? []);
      expect(pixels[0]).toBe(0xffffffff);
      expect(new Set(pixels).size).toBeGreaterThan(10);
    }
    expect(document.querySelectorAll('iframe[aria-hidden]')).toHaveLength(0);
  });

  it('goes to the model in words alone if there is no time for a picture', async () => {
    const { ai, report } = await play({ turns }, { pictures: { chartTime: 0 } });
    expect(picturesIn(await ai.models.generateContent(requestWith(['Draw.'])))).toEqual([]);
    expect((await report()).refusals).toEqual([]);
  });
});
