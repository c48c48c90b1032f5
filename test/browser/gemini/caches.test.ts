// @module-tag long
import { expect, it } from 'vitest';
import { shareSandbox } from '../sandbox/sharedSandbox.ts';
import { answersWith, call, MODEL, play } from './play.ts';

shareSandbox();

it('code of a request that uses a cache runs here, with the files in the cache', async () => {
  const { ai, report } = await play({
    turns: [
      { parts: [call('print(open("file_1.csv").read().split(",")[1])')] },
      { expect: answersWith('42'), parts: [{ text: 'It is 42.' }] },
    ],
  });
  const contents = [{ inlineData: { mimeType: 'text/csv', data: btoa('sold,42\n') } }];
  const cache = await ai.caches.create({ model: MODEL, config: { contents, tools: [{ codeExecution: {} }] } });
  const config = { cachedContent: cache.name ?? '' };
  const response = await ai.models.generateContent({ model: MODEL, contents: 'How many?', config });
  expect(response.codeExecutionResult).toBe('42\n\n');
  expect(response.text).toBe('It is 42.');
  const { requests, refusals } = await report();
  expect(requests.map(({ body }) => body.tools)).toEqual([undefined, undefined]);
  expect(refusals).toEqual([]);
});
