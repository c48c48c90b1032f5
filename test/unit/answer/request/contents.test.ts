import { expect, it } from 'vitest';
import { listContents } from '../../../../src/answer/request/contents.ts';

const hello = { role: 'user', parts: [{ text: 'Hello' }] };

it.each([
  ['a string', 'Hello'],
  ['a part', { text: 'Hello' }],
  ['a list of strings', ['Hello']],
  ['a content', hello],
  ['a list of contents', [hello]],
])('%s is read as the SDK reads it', async (_, contents) => {
  expect(await listContents(contents)).toEqual([hello]);
});

it('a list of strings and parts is one thing that the user says', async () => {
  expect(await listContents(['Look:', { inlineData: { mimeType: 'image/png', data: '' } }])).toEqual([
    { role: 'user', parts: [{ text: 'Look:' }, { inlineData: { mimeType: 'image/png', data: '' } }] },
  ]);
});
