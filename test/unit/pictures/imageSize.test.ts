import { describe, expect, it } from 'vitest';
import { imageSize } from '../../../src/pictures/imageSize.ts';
import type { Display, RunReply } from '../../../src/protocol.ts';
import { RunResultBuilder } from '../../../src/sandbox/result.ts';
import { NOTHING_LOST } from '../../../src/sandbox/session/history.ts';

/** Written by Pillow: 7 × 5 pixels each. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAcAAAAFCAIAAAAG+GGPAAAADElEQVR4nGNgoCcAAABuAAFIXXpjAAAAAElFTkSuQmCC';
const GIF = 'R0lGODdhBwAFAIEAAAAAAAAAAAAAAAAAACwAAAAABwAFAAAIDAABCBxIsKDBgwcDAgA7';
const WEBP = 'UklGRiQAAABXRUJQVlA4IBgAAAAwAQCdASoHAAUAAUAmJaQAA3AA/v02aAA=';
const LOSSLESS_WEBP = 'UklGRhoAAABXRUJQVlA4TA4AAAAvBgABAAcQEf0PRET/Aw==';
const EXTENDED_WEBP =
  'UklGRk4AAABXRUJQVlA4WAoAAAAQAAAABgAABAAAQUxQSA8AAAABB0AgaYu3/RERR0T0PwAAVlA4IBgAAAAwAQCdASoHAAUAAUAmJaQAA3AA/v0gUAA=';

const encode = (bytes: number[]) => Buffer.from(bytes).toString('base64');
const decode = (base64: string) => [...Buffer.from(base64, 'base64')];
const ascii = (text: string) => [...text].map((character) => character.charCodeAt(0));
const two = (number: number) => [number >> 8, number & 0xff];

function jpeg(width: number, height: number, marker = 0xc0): number[] {
  const exif = [0xff, 0xe1, ...two(3002), ...Array.from({ length: 3000 }, () => 0xc0)];
  const table = [0xff, 0xff, 0xdb, ...two(4), 1, 2];
  return [0xff, 0xd8, ...exif, ...table, 0xff, marker, ...two(11), 8, ...two(height), ...two(width), 1, 1, 0x11, 0];
}

function png(width: number, height: number): string {
  const bytes = Buffer.from(PNG, 'base64');
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes.toString('base64');
}

/** A GIF with a comment, and with a first picture larger than its screen where `width` says so. */
function gif(width: number): string {
  const [screen, picture] = [decode(GIF).slice(0, 25), decode(GIF).slice(25)];
  picture[5] = width & 0xff;
  picture[6] = width >> 8;
  return encode([...screen, 0x21, 0xfe, 3, ...ascii('abc'), 2, ...ascii('de'), 0, ...picture]);
}

describe('the size of a picture', () => {
  it.each([
    ['image/png', PNG],
    ['image/jpeg', encode(jpeg(7, 5))],
    ['image/jpeg', encode(jpeg(7, 5, 0xc2))],
    ['image/gif', GIF],
    ['image/gif', gif(7)],
    ['image/webp', WEBP],
    ['image/webp', LOSSLESS_WEBP],
    ['image/webp', EXTENDED_WEBP],
  ])('is read from the header of %s', (type, base64) => {
    expect(imageSize(type, base64)).toEqual({ width: 7, height: 5 });
  });

  it('of a GIF is that of its first picture, if that is larger than the screen', () => {
    expect(imageSize('image/gif', gif(60_000))).toEqual({ width: 60_000, height: 5 });
  });

  it.each([
    ['is another type', 'image/png', encode(jpeg(7, 5))],
    ['is another type', 'image/jpeg', PNG],
    ['is of a type that nobody knows', 'image/tiff', PNG],
    ['has a name that every object has', 'constructor', PNG],
    ['is cut off', 'image/png', PNG.slice(0, 20)],
    ['is cut off', 'image/jpeg', encode(jpeg(7, 5).slice(0, 3000))],
    ['is cut off', 'image/gif', encode(decode(GIF).slice(0, 25))],
    ['has no size', 'image/png', png(0, 5)],
    ['hides something between the segments', 'image/jpeg', encode([0xff, 0xd8, 0, ...jpeg(7, 5).slice(2)])],
    ['has line breaks, which move what comes after them', 'image/png', `${PNG.slice(0, 40)}\n\n\n\n${PNG.slice(40)}`],
    ['is no base64', 'image/png', '<svg onload="alert(1)">'],
    ['is nothing', 'image/png', ''],
  ])('that %s is not known', (_, type, base64) => {
    expect(imageSize(type, base64)).toBeUndefined();
  });

  it.each([
    ['found after thousands of bytes that say nothing', 10_000, { width: 7, height: 5 }],
    ['given up when they go on', 60_000, undefined],
  ])('that is %s', (_, fill, expected) => {
    const bytes = jpeg(7, 5).toSpliced(2, 0, ...new Array<number>(fill).fill(0xff));
    expect(imageSize('image/jpeg', encode(bytes))).toEqual(expected);
  });
});

describe('a display with a picture', () => {
  const LARGE = '[image/png left out: it has 50,000 × 1,000 pixels; the limit is 25 million]';
  const DONE: RunReply = { status: 'ok', durationMs: 1, droppedOutput: 0, files: [] };

  async function show(display: Display) {
    const collected = new RunResultBuilder();
    const heard = collected.addDisplay(display);
    const { results, output } = await collected.compose(DONE, {
      run: 1,
      timeout: 1000,
      undone: false,
      losses: NOTHING_LOST,
      language: 'Python',
    });
    expect(results).toEqual(heard);
    return { shown: results[0], output };
  }

  it('of 25 million pixels is shown as it is', async () => {
    const display: Display = { source: 'result', data: { 'image/png': png(5000, 5000), 'text/plain': 'picture' } };
    expect(await show(display)).toEqual({ shown: display, output: 'picture\n' });
  });

  it('of more pixels keeps its other forms, and says to the user and to the model what is missing', async () => {
    const data = { 'image/png': png(50_000, 1000), 'image/svg+xml': '<svg/>', 'text/plain': 'picture' };
    expect(await show({ source: 'result', data })).toEqual({
      shown: { source: 'result', data: { 'text/plain': `picture\n${LARGE}`, 'image/svg+xml': '<svg/>' } },
      output: `picture\n${LARGE}\n`,
    });
  });

  it('that is a figure or a file is not mentioned to the model, unless it is left out', async () => {
    const file = (base64: string): Display => ({
      source: 'file',
      path: 'a.png',
      data: { 'text/plain': 'a.png', 'image/png': base64 },
    });
    expect((await show(file(PNG))).output).toBe('');
    expect(await show(file(png(50_000, 1000)))).toEqual({
      shown: { source: 'file', path: 'a.png', data: { 'text/plain': `a.png\n${LARGE}` } },
      output: `${LARGE}\n`,
    });
  });

  it('that is none says so, even if there was no text', async () => {
    expect((await show({ source: 'display', data: { 'image/png': 'aGVsbG8=' } })).output).toBe(
      '[image/png left out: it is not a valid picture of its type, or its size is unreadable]\n',
    );
  });
});
