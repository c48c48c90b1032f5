import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { exercise } from '../../../src/language/en/embedded/exercise.ts';
import { widgetCell } from '../../../src/language/en/embedded/widgetCell.ts';
import { fillPlural } from '../../../src/language/fill.ts';
import { useLocale } from '../../../src/language/language.ts';
import { useOwnWords } from '../../../src/language/ownWords.ts';
import { useLanguage } from '../../../src/language/useLanguage.ts';
import { defineWords, replaceTexts } from '../../../src/language/words.ts';

const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
const error = vi.spyOn(console, 'error').mockImplementation(() => {});

/** Gives the page this file of texts. */
function serve(texts: unknown, status = 200): void {
  vi.stubGlobal('fetch', async (url: string) => {
    expect(url).toBe('https://site.example/words/fr.json');
    return new Response(typeof texts === 'string' ? texts : JSON.stringify(texts), { status });
  });
}

beforeEach(() => {
  vi.stubGlobal('document', { baseURI: 'https://site.example/lesson/' });
});

afterEach(async () => {
  vi.unstubAllGlobals();
  vi.clearAllMocks();
  replaceTexts(undefined);
  useLocale(undefined);
  await useLanguage('en');
});

describe('texts of a page’s own', () => {
  it('replace those of the interface, also in parts that are loaded later', async () => {
    serve({ widgetCell: { run: 'Exécuter' }, cell: { copied: 'Copié' } });
    await useOwnWords('/words/fr.json');
    expect(widgetCell.run).toBe('Exécuter');
    expect(widgetCell.stop).toBe('Stop');
    expect(defineWords('cell', { copied: 'Copied', copy: 'Copy' })).toEqual({ copied: 'Copié', copy: 'Copy' });
    expect(warn).not.toHaveBeenCalled();
  });

  it('replace those of a language, before and after it is chosen', async () => {
    await useLanguage('de');
    serve({ widgetCell: { run: 'Los' } });
    await useOwnWords('/words/fr.json', 'de');
    expect([widgetCell.run, widgetCell.stop]).toEqual(['Los', 'Stoppen']);
    await useLanguage('es');
    expect([widgetCell.run, widgetCell.stop]).toEqual(['Los', 'Detener']);
  });

  it('follow the rules of their language for numbers', async () => {
    const solutionAfter = { one: 'encore {count} essai', other: 'encore {count} essais' };
    serve({ exercise: { solutionAfter } });
    await useOwnWords('/words/fr.json', 'fr');
    const texts = [0, 1, 1500].map((count) => fillPlural(exercise.solutionAfter, count).replaceAll(/\s/g, ' '));
    expect(texts).toEqual(['encore 0 essai', 'encore 1 essai', 'encore 1 500 essais']);
  });

  it.each([
    [{ menu: { run: 'Los' } }, 'There is no area "menu".'],
    [{ widgetCell: { runs: 'Los' } }, 'widgetCell.runs: There is no such text.'],
    [{ widgetCell: { constructor: 'Los' } }, 'widgetCell.constructor: There is no such text.'],
    [{ widgetCell: { run: 1 } }, 'widgetCell.run: It has to be a text.'],
    [{ widgetCell: { run: { other: 'Los' } } }, 'widgetCell.run: It has to be a text.'],
    [{ widgetCell: { run: 'Los {name}' } }, 'It has to have the same names in braces as in English: none.'],
    [{ widgetCell: { cell: 'Cellule' } }, 'It has to have the same names in braces as in English: {language}.'],
    [{ exercise: { solutionAfter: '{count} essais' } }, 'one for "other".'],
    [{ exercise: { solutionAfter: { one: '{count} essai' } } }, 'one for "other".'],
    [{ exercise: { solutionAfter: { other: 'essais' } } }, 'as in English: {count}.'],
  ])('that do not fit are left out, and the author is told: %j', async (texts, told) => {
    serve({ ...texts, composer: { ask: 'Demander' } });
    const before = [{ ...widgetCell }, { ...exercise }];
    await useOwnWords('/words/fr.json', 'fr');
    expect([{ ...widgetCell }, { ...exercise }]).toEqual(before);
    expect(warn).toHaveBeenCalledExactlyOnceWith(expect.stringContaining(told));
    expect(warn.mock.calls[0]?.[0]).toContain('https://site.example/words/fr.json');
  });

  it.each([
    ['is missing', {}, 404],
    ['is no JSON', '<!doctype html>', 200],
    ['is a list', [], 200],
    ['has texts without an area', { run: 'Los' }, 200],
  ])('are left out if their file %s, and the author is told', async (_, texts, status) => {
    serve(texts, status);
    await useOwnWords('/words/fr.json', 'fr');
    expect(widgetCell.run).toBe('Run');
    expect(error).toHaveBeenCalledExactlyOnceWith(expect.stringContaining('https://site.example/words/fr.json'));
  });
});
