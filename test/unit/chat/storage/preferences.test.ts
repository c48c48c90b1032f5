import { describe, expect, it } from 'vitest';
import { instructionFor, readNotes } from '../../../../src/chat/live/notes.ts';
import { DEFAULT_SETTINGS } from '../../../../src/chat/live/settings.ts';
import { problemsOf } from '../../../../src/chat/live/settingsProblems.ts';
import { readSettings } from '../../../../src/chat/storage/preferences.ts';

describe('settings', () => {
  it('have defaults that can be used', () => {
    expect(problemsOf(DEFAULT_SETTINGS)).toEqual({});
  });

  it.each([
    ['apiKey', 'a key', /no spaces/],
    ['apiKey', 'schlüssel', /no spaces or special characters/],
    ['model', '', /name of a model/],
    ['baseUrl', 'proxy.example.com', /full address/],
    ['baseUrl', 'ftp://proxy.example.com', /full address/],
    ['baseUrl', 'https://proxy.example.com/?key=secret', /sent in a header/],
    ['baseUrl', 'https://me:secret@proxy.example.com', /sent in a header/],
    ['timeout', 0, /from 1 to 3600/],
    ['timeout', 1.5, /whole number/],
    ['timeout', Number.NaN, /whole number/],
    ['memory', 5000, /from 128 to 4096/],
  ])('are explained where %s is %j', (name, value, words) => {
    const problems = problemsOf({ ...DEFAULT_SETTINGS, [name]: value });
    expect(Object.keys(problems)).toEqual([name]);
    expect(Object.values(problems)[0]).toMatch(words);
  });

  it.each([
    ['openai', 'serverUrl', '', /address of a server/],
    ['openai', 'serverUrl', 'localhost:11434', /full address/],
    ['openai', 'serverModel', '', /name of a model/],
    ['openai', 'serverKey', 'a key', /no spaces/],
  ] as const)('of the provider %s are explained where %s is "%s"', (provider, name, value, words) => {
    const server = { serverUrl: 'http://localhost:11434/v1', serverModel: 'llama' };
    const problems = problemsOf({ ...DEFAULT_SETTINGS, ...server, provider, [name]: value });
    expect(Object.keys(problems)).toEqual([name]);
    expect(Object.values(problems)[0]).toMatch(words);
    expect(problemsOf({ ...DEFAULT_SETTINGS, ...server, [name]: value })).toEqual({});
  });

  it('come back as they were kept; what cannot be used is as if it had not been set', () => {
    expect(readSettings('{"model":"gemini-2.5-pro","timeout":60}')).toMatchObject({
      model: 'gemini-2.5-pro',
      timeout: 60,
    });
    expect(readSettings('{"mode":"everywhere","timeout":"60","packages":"pypi","colour":"red"}')).toEqual({
      ...DEFAULT_SETTINGS,
      packages: 'pypi',
    });
    for (const json of [undefined, 'null', '[]', '{"mod']) expect(readSettings(json)).toEqual(DEFAULT_SETTINGS);
  });

  it('never take the key from what outlives the tab', () => {
    expect(readSettings('{"apiKey":"secret","serverKey":"secret","keepsKey":true}')).toEqual(DEFAULT_SETTINGS);
  });
});

describe('standing notes', () => {
  it('are one instruction, each note on its own line, and none if there are none', () => {
    expect(instructionFor([])).toBeUndefined();
    expect(instructionFor(['Use euros.', 'Two\nlines.'])).toMatch(
      /every conversation.*\n- Use euros\.\n- Two\n {2}lines\.$/,
    );
  });

  it('come back as they were kept, without what is no note', () => {
    expect(readNotes('["Use euros.", 3, " "]')).toEqual(['Use euros.']);
    for (const json of [undefined, '{}', '["Use']) expect(readNotes(json)).toEqual([]);
  });
});
