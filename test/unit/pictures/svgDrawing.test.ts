import { describe, expect, it } from 'vitest';
import { dropOversizedPictures, whyUnfit, whyUnfitAt } from '../../../src/pictures/oversizedPictures.ts';
import { whyUnfitDrawing } from '../../../src/pictures/svgDrawing.ts';
import { describeUnfit } from '../../../src/pictures/unfit.ts';

const svg = (inside: string) => `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">${inside}</svg>`;

/** Ten uses of ten uses of ten uses, and so on. */
function bomb(refer: (id: string) => string): string {
  const layers = Array.from({ length: 9 }, (_, layer) => `<g id="l${layer + 1}">${refer(`l${layer}`).repeat(10)}</g>`);
  return svg(`<defs><rect id="l0" width="1" height="1"/>${layers.join('')}</defs>${refer('l9')}`);
}

/** A PNG that says it has 50,000 × 50,000 pixels. */
const HUGE = (() => {
  const bytes = Buffer.alloc(64);
  Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').copy(bytes);
  bytes.writeUInt32BE(50_000, 16);
  bytes.writeUInt32BE(50_000, 20);
  return bytes.toString('base64').slice(0, 84);
})();
const SMALL = 'iVBORw0KGgoAAAANSUhEUgAAAAcAAAAFCAIAAAAG+GGPAAAADElEQVR4nGNgoCcAAABuAAFIXXpjAAAAAElFTkSuQmCC';

describe('a drawing', () => {
  it.each([
    ['plain', svg('<rect width="9" height="9"/><text>data: 5 &amp; more</text>')],
    [
      'of ten thousand points that each use one marker',
      svg(`<defs><path id="m" d="M0 0"/></defs>${'<use xlink:href="#m" x="1"/>'.repeat(10_000)}`),
    ],
    [
      'with a clip path, a gradient and a style',
      svg('<style>*{stroke:red}</style><clipPath id="p"><rect/></clipPath><g clip-path="url(#p)"/>'),
    ],
    ['with a small picture', svg(`<image xlink:href="data:image/png;base64,\n${SMALL}"/>`)],
    ['that is no XML', '<svg "'.repeat(10_000)],
  ])('is drawn: %s', (_, text) => {
    expect(whyUnfitDrawing(text)).toBeUndefined();
  });

  it.each([
    ['uses of uses', bomb((id) => `<use href="#${id}"/>`)],
    ['the same, with letters escaped', bomb((id) => `<use xlink:href='&#35;${id}'/>`)],
    ['patterns in patterns', bomb((id) => `<rect fill="url(#${id})"/>`)],
    ['a part that uses itself', svg('<g id="a"><use href="#a"/></g>')],
    ['a style sheet that refers', svg('<style>rect{fill:url(#a)}</style>')],
    ['noise without end', svg('<filter id="f"><feTurbulence numOctaves="9999"/></filter><rect filter="url(#f)"/>')],
    ['entities', `<!DOCTYPE svg [<!ENTITY a "aaaa">]>${svg('&a;')}`],
    ['a million marks on a letter', svg(`<text>a${'\u0301'.repeat(1000)}</text>`)],
    ['a picture of 50,000 × 50,000 pixels', svg(`<image href="&#100;ata:image/png;base64,${HUGE}"/>`)],
    ['a drawing in a drawing', svg('<image href="data:image/svg+xml,%3Csvg/%3E"/>')],
    ['depth', svg(`${'<g>'.repeat(5000)}${'</g>'.repeat(5000)}`)],
  ])('is left out for %s', (_, text) => {
    expect(whyUnfitDrawing(text)).toBeDefined();
    expect(whyUnfit('image/svg+xml', Buffer.from(text).toString('base64'))).toBeDefined();
    const { display, note } = dropOversizedPictures({
      source: 'display',
      data: { 'image/svg+xml': text, 'text/html': 'x' },
    });
    expect(note).toMatch(/^\[image\/svg\+xml left out: /);
    expect(display.data).toEqual({ 'text/plain': note, 'text/html': 'x' });
  });

  it('that never ends is looked at once', () => {
    for (const text of [
      '<!--'.repeat(500_000),
      '<a "'.repeat(500_001),
      '<style'.repeat(500_000),
      '<style>'.repeat(200_000),
    ])
      expect(whyUnfitDrawing(text)?.why ?? 'elements').toBe('elements');
  });
});

describe('a picture in an address', () => {
  it.each([
    [`data:image/png;base64,${SMALL}`, undefined],
    [`DATA:image/png;base64,%69${SMALL.slice(1)}`, undefined],
    [`data:image/png;base64,${HUGE}`, 'it has 50,000 × 50,000 pixels; the limit is 25 million'],
    ['data:image/png,x', 'it is not a picture in base64'],
    ['data:image/svg+xml,%3Csvg/%3E', undefined],
    [
      `data:image/svg+xml;base64,${Buffer.from(bomb((id) => `<use href="#${id}"/>`)).toString('base64')}`,
      'it draws more than 200,000 elements',
    ],
    [
      `data:image/svg+xml,${encodeURIComponent(bomb((id) => `<use href="#${id}"/>`))}`,
      'it draws more than 200,000 elements',
    ],
  ])('is looked at: %.40s', (address, reason) => {
    const unfit = whyUnfitAt(address);
    expect(unfit && describeUnfit(unfit)).toBe(reason);
  });
});
