import { afterEach, expect, it } from 'vitest';
import { inOwnWords } from '../../../../src/elements/cell/ownWords.ts';
import { useLanguage } from '../../../../src/language/useLanguage.ts';
import { sayForUsers } from '../../../../src/page/missingPackages.ts';
import { omission } from '../../../../src/text/truncate.ts';

afterEach(() => useLanguage('en'));

it('a user reads in their language how much of a text is left out', async () => {
  await useLanguage('de');
  expect(inOwnWords('head\n[... 1,085 characters left out ...]\ntail')).toBe(
    'head\n[… 1.085 Zeichen ausgelassen …]\ntail',
  );
  expect(inOwnWords(omission(85))).toBe('[… 85 Zeichen ausgelassen …]');
  expect(inOwnWords('[... some characters left out ...]')).toBe('[... some characters left out ...]');
});

it('a user of the page reads that it lacks a package, and no advice for developers', () => {
  const told =
    'Hint: pandas could not be downloaded (cdn.jsdelivr.net: offline?); `glovebox vendor pandas` ships it with the page.';
  expect(inOwnWords(told)).toBe(told);
  sayForUsers();
  expect(inOwnWords(told)).toBe(
    'Hint: pandas is not part of this site, and could not be downloaded (cdn.jsdelivr.net: offline?). Check the connection.',
  );
  expect(
    inOwnWords(
      'pandas is not among the packages that were vendored beside the page; `glovebox vendor pandas` ships it with the page.',
    ),
  ).toBe('pandas is not part of this site.');
});
