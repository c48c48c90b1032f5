import { expect, it } from 'vitest';
import { localClient, says } from './localClient.ts';

const CALL = { functionCall: { name: 'run_python', args: { code: 'print(1)' } } };

it('an answer that comes as a whole has its code run, though a proxy gives no finish reason', async () => {
  const { ask } = localClient([says([CALL], {}), says([{ text: 'One.' }], {})]);
  const response = await ask('What is it?');
  expect(response.codeExecutionResult).toBe('1\n');
  expect(response.candidates?.[0]).toMatchObject({
    finishReason: 'STOP',
    content: { parts: [{}, {}, { text: 'One.' }] },
  });
});
