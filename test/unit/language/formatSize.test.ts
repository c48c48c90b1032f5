import { afterEach, expect, it } from 'vitest';
import { formatMegabytes, formatSize, formatTenths } from '../../../src/language/formatSize.ts';
import { useLanguage } from '../../../src/language/useLanguage.ts';

afterEach(() => useLanguage('en'));

it('names a size in the unit that is easy to read', () => {
  expect([0, 1, 12, 999, 1000, 3400, 1_000_000, 1_234_567].map(formatSize)).toEqual([
    '0 bytes',
    '1 byte',
    '12 bytes',
    '999 bytes',
    '1.0 kB',
    '3.4 kB',
    '1.0 MB',
    '1.2 MB',
  ]);
  expect([1, 38_400_000].map(formatMegabytes)).toEqual(['1 MB', '38 MB']);
});

it('writes it as the language of the interface does', async () => {
  await useLanguage('de');
  expect([formatSize(12), formatSize(3400), formatTenths(5.21)]).toEqual(['12 Byte', '3,4 kB', '5,2']);
});
