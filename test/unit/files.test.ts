import type { Part } from '@google/genai';
import { expect, it } from 'vitest';
import { nameFiles } from '../../src/gemini/files.ts';

const csv = (displayName: string, data: string): Part => ({ inlineData: { mimeType: 'text/csv', displayName, data } });

it('files of one name get names of their own, though one of those was given to another file already', async () => {
  const parts = [
    csv('file_3_data.csv', 'AAAA'),
    csv('data.csv', 'BBBB'),
    csv('data.csv', 'CCCC'),
    csv('data.csv', 'BBBB'),
  ];
  const { files } = await nameFiles([{ role: 'user', parts }], { textLimit: 1000, readFile: undefined });
  expect(files.map(({ name, data }) => [name, data])).toEqual([
    ['file_3_data.csv', 'AAAA'],
    ['data.csv', 'BBBB'],
    ['file_4_data.csv', 'CCCC'],
  ]);
});
