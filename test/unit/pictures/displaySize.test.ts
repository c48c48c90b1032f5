import { describe, expect, it } from 'vitest';
import { displaySize } from '../../../src/pictures/displaySize.ts';
import { imagesIn } from '../../../src/sandbox/images.ts';

/** Written by Pillow: 7 × 5 pixels. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAcAAAAFCAIAAAAG+GGPAAAADElEQVR4nGNgoCcAAABuAAFIXXpjAAAAAElFTkSuQmCC';
const HEADER = 33;

function chunk(type: string, data: string, length = data.length): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(length);
  return Buffer.concat([size, Buffer.from(type + data, 'latin1'), Buffer.alloc(4)]);
}

/** A picture of 1280 × 960 pixels, with more chunks after its header. */
function png(...chunks: Buffer[]): string {
  const bytes = Buffer.from(PNG, 'base64');
  bytes.writeUInt32BE(1280, 16);
  bytes.writeUInt32BE(960, 20);
  return Buffer.concat([bytes.subarray(0, HEADER), ...chunks, bytes.subarray(HEADER)]).toString('base64');
}

const ratio = (text: string) => chunk('tEXt', `Pixel-Ratio\0${text}`);
const SOFTWARE = chunk('tEXt', 'Software\0Matplotlib version 3.8.4, https://matplotlib.org/');

describe('a figure that was drawn for a dense screen', () => {
  it.each([
    ['2', 640, 480],
    ['1.33333', 960, 720],
  ])('takes as much of the page as any other, with a ratio of %s', (text, width, height) => {
    expect(displaySize('image/png', png(SOFTWARE, ratio(text)))).toEqual({ width, height });
  });

  it('says so among the images of a result', () => {
    const data = png(ratio('2'));
    expect(imagesIn([{ source: 'figure', data: { 'image/png': data } }])).toEqual([
      { mimeType: 'image/png', data, dataUrl: `data:image/png;base64,${data}`, width: 640, height: 480 },
    ]);
  });
});

it.each([
  ['says nothing', png(SOFTWARE)],
  ['says it too late', Buffer.concat([Buffer.from(png(), 'base64'), ratio('2')]).toString('base64')],
  ['would be enlarged', png(ratio('0.5'))],
  ['would hardly be seen', png(ratio('1e9'))],
  ['says no number', png(ratio('two'))],
  ['says an empty number', png(ratio(''))],
  ['is cut off', png(chunk('tEXt', 'Pixel-Ratio\x002', 5000))],
  ['has chunks that lead beyond its end', png(chunk('tEXt', 'x', 2 ** 32 - 1))],
])('a picture that %s has its own size', (_, base64) => {
  expect(displaySize('image/png', base64)).toEqual({ width: 1280, height: 960 });
});
