import type { Content, Part } from '@google/genai';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nameFiles } from '../../src/gemini/request/userFiles.ts';
import { assertProperty } from './assertProperty.ts';

const options = { textLimit: 1000, readFile: undefined, runs: 'run_python' };

const displayName = fc.oneof(
  // Names that the library gives are names that a user may give as well.
  { weight: 3, arbitrary: fc.constantFrom('data.csv', 'file_2_data.csv', 'file_3_data.csv', 'file_2.csv') },
  fc.constantFrom('folder/data.csv', '..', '../../etc/passwd', 'a\nb.png', ''),
  fc.string({ unit: 'grapheme' }),
);
const file = fc
  .record({
    mimeType: fc.constantFrom('text/csv', 'image/png', 'application/x-unknown'),
    data: fc.constantFrom('AAAA', 'BBBB', 'CCCC'),
    name: fc.option(displayName, { nil: undefined }),
  })
  .map(({ name, ...data }): Part => ({ inlineData: { ...data, ...(name !== undefined && { displayName: name }) } }));
const question = fc
  .array(fc.oneof(file, fc.constant({ text: 'Look.' })), { minLength: 1, maxLength: 4 })
  .map((parts): Content => ({ role: 'user', parts }));
const answer = fc.constant<Content>({ role: 'model', parts: [{ text: 'I see.' }, { inlineData: { data: 'DDDD' } }] });
const conversation = fc.array(fc.oneof(question, answer), { minLength: 1, maxLength: 6 });

describe('the files of a conversation', () => {
  it('have names of their own, in the working directory itself', async () => {
    const property = fc.asyncProperty(conversation, async (contents) => {
      const { files } = await nameFiles(contents, options);
      const names = files.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
      for (const name of names) {
        expect(name).toMatch(/^[^/\\\p{Cc}]+$/u);
        expect(name).not.toMatch(/^\.*$/);
      }
    });
    await assertProperty(property, 1000);
  });

  it('keep their names when the conversation goes on', async () => {
    const property = fc.asyncProperty(conversation, conversation, async (before, after) => {
      const first = await nameFiles(before, options);
      const second = await nameFiles([...before, ...after], options);
      expect(second.files.slice(0, first.files.length)).toEqual(first.files);
      expect(second.contents.slice(0, before.length)).toEqual(first.contents);
    });
    await assertProperty(property, 1000);
  });

  it('are all there, with their bytes, and under the name that the model is told', async () => {
    const property = fc.asyncProperty(conversation, async (contents) => {
      const { files, contents: named } = await nameFiles(contents, options);
      const sent = contents.filter(({ role }) => role === 'user').flatMap(({ parts = [] }) => parts);
      const data = sent.flatMap(({ inlineData }) => inlineData?.data ?? []);
      expect(new Set(files.map((each) => each.data))).toEqual(new Set(data));
      const told = named.flatMap(({ parts = [] }) => parts.map(({ text = '' }) => text)).join('\n');
      for (const { name } of files) expect(told).toContain(name);
    });
    await assertProperty(property, 1000);
  });

  it('go to the model without the names that only this library understands, and the caller keeps what it has', async () => {
    const property = fc.asyncProperty(conversation, async (contents) => {
      const before = structuredClone(contents);
      const { contents: named } = await nameFiles(contents, options);
      const users = named.filter(({ role }) => role === 'user').flatMap(({ parts = [] }) => parts);
      for (const { inlineData } of users) expect(inlineData ?? {}).not.toHaveProperty('displayName');
      expect(contents).toEqual(before);
    });
    await assertProperty(property, 200);
  });
});
