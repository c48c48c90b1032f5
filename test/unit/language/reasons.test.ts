import { afterEach, expect, it } from 'vitest';
import { PageFileError } from '../../../src/chat/errors/pageFileError.ts';
import { readConversationFile } from '../../../src/chat/storage/conversationFile.ts';
import { readRecord } from '../../../src/chat/storage/conversationRecord.ts';
import { pictureOf } from '../../../src/elements/files/fileContent.ts';
import { describeTableError } from '../../../src/elements/tables/describeTableError.ts';
import { TableError } from '../../../src/errors.ts';
import { useLanguage } from '../../../src/language/useLanguage.ts';
import { dropOversizedPictures } from '../../../src/pictures/oversizedPictures.ts';

afterEach(() => useLanguage('en'));

it('a user reads in their language why a file, a picture or a table is not there', async () => {
  await useLanguage('de');
  const entities = '<!DOCTYPE svg [<!ENTITY a "b">]><svg/>';
  expect(pictureOf('image/svg+xml', new TextEncoder().encode(entities))).toMatchObject({
    reason: expect.stringContaining('verweist auf andere Ressourcen'),
  });
  expect(
    pictureOf('image/svg+xml', new TextEncoder().encode('<svg><image href="data:image/png;base64,eA=="/></svg>')),
  ).toMatchObject({
    reason: expect.stringContaining('wegen eines Bildes darin: kein gültiges Bild'),
  });
  expect(describeTableError(new TableError('', { reason: 'gone' }))).toContain('Python hat diese Tabelle nicht mehr');
  expect(describeTableError(new TableError('', { reason: 'failed', cause: 'KeyError: 1' }))).toBe(
    'Python konnte nicht antworten: KeyError: 1',
  );
  expect(new PageFileError(new URL('https://example.org/a'), 'x').message).toContain('konnte nicht geladen werden');
  await expect(readConversationFile(new Blob(['x']))).rejects.toThrow('keine gespeicherte Unterhaltung');
  expect(() => readRecord('x')).toThrow('keine gespeicherte Unterhaltung');
});

it('a model reads the same in English', async () => {
  await useLanguage('de');
  const { note } = dropOversizedPictures({ data: { 'image/png': 'eA==' } });
  expect(note).toBe('[image/png left out: it is not a valid picture of its type, or its size is unreadable]');
});
