import { LiveServerMessage } from '@google/genai';
import { expect, it, vi } from 'vitest';
import { CodeFunctions } from '../../../../src/answer/codec/codeFunctions.ts';
import { LiveRelay } from '../../../../src/gemini/live/liveRelay.ts';
import { sandboxThat } from './openLive.ts';

it('a message that arrives after the end of a session reaches the app, and runs no code', () => {
  const [onMessage, onEvent, onClose, run] = [vi.fn(), vi.fn(), vi.fn(), vi.fn(() => '')];
  const sandbox = sandboxThat(run);
  const relay = new LiveRelay({
    setup: { config: undefined, functions: new CodeFunctions(['PYTHON']), tools: {} },
    model: 'gemini-3.8-live',
    options: { sandbox, onEvent },
    openSandbox: async () => ({ sandbox, lostRuns: [] }),
    onMessage,
    onClose,
    files: () => [],
  });
  relay.close();
  relay.close();
  const serverContent = { modelTurn: { parts: [{ text: 'Goodbye.' }] } };
  const toolCall = { functionCalls: [{ id: 'one', name: 'run_python', args: { code: '1' } }] };
  relay.receive(Object.assign(new LiveServerMessage(), { serverContent, toolCall }));
  expect(onMessage.mock.calls).toEqual([[Object.assign(new LiveServerMessage(), { serverContent })]]);
  expect(onClose).toHaveBeenCalledOnce();
  expect(onEvent).not.toHaveBeenCalled();
  expect(run).not.toHaveBeenCalled();
});
