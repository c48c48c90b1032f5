import { describe, expect, it } from 'vitest';
import type { Connect } from '../../../../src/chat/live/access.ts';
import { DEFAULT_SETTINGS } from '../../../../src/chat/live/settings.ts';
import type { CreateSandbox } from '../../../../src/chat/python/lazySandbox.ts';
import { Session } from '../../../../src/chat/session.ts';
import type { Sandbox } from '../../../../src/sandbox/sandbox.ts';
import { manualSession, settled } from './manualSession.ts';

describe('the settings', () => {
  it('go along with the next question: mode, timeout and proxy', async () => {
    const { session, asked } = manualSession();
    session.settings = { ...session.settings, mode: 'auto', timeout: 7, baseUrl: 'https://proxy.example' };
    session.ask('How many?');
    await settled();
    expect(asked[0]?.access).toMatchObject({
      mode: 'auto',
      timeout: 7000,
      httpOptions: { baseUrl: 'https://proxy.example' },
    });
  });

  it('name a server, which gets its own key and model, and never those of Gemini', async () => {
    const { session, asked } = manualSession();
    const server = { serverUrl: 'http://localhost:11434/v1', serverModel: 'llama' };
    session.settings = { ...session.settings, provider: 'openai' };
    expect(session.ask('How many?')).toBe('needs-server');
    session.settings = { ...session.settings, ...server };
    session.ask('How many?');
    await settled();
    expect(asked[0]?.access).toEqual({
      provider: 'openai',
      apiKey: '',
      model: 'llama',
      baseURL: 'http://localhost:11434/v1',
      timeout: 30_000,
    });
  });

  it('name the model of the browser, which needs neither a key nor an address', async () => {
    const { session, asked } = manualSession();
    session.settings = { ...session.settings, apiKey: '', provider: 'built-in', mode: 'server' };
    session.ask('How many?');
    await settled();
    expect(asked[0]?.access).toEqual({ provider: 'built-in', apiKey: '', model: 'built-in', timeout: 30_000 });
  });

  it('choose another provider in the middle of a conversation, which gets the earlier turns in words of its own', async () => {
    const { session, asked } = manualSession(undefined, undefined, {
      connect: async (access) => ({
        ask: (question) => new Promise((finish, fail) => asked.push({ ...question, access, finish, fail })),
        history: () => [{ role: 'model', parts: [{ text: 'said', thoughtSignature: 'c2ln' }] }],
      }),
    });
    session.ask('How many?');
    await settled();
    asked[0]?.finish();
    await settled();
    session.settings = { ...session.settings, provider: 'built-in' };
    session.ask('And now?');
    await expect.poll(() => asked.length, { timeout: 20_000 }).toBe(2);
    expect(asked[1]?.access.history).toEqual([{ role: 'model', parts: [{ text: 'said' }] }]);
  });

  it('that say demos only have no question sent', () => {
    const { session } = manualSession();
    session.settings = { ...session.settings, mode: 'demos' };
    expect(session.ask('How many?')).toBe('demos-only');
    expect(session.conversation).toBeUndefined();
  });

  it('with other limits have Python go on in a sandbox with these limits', async () => {
    const made: (number | undefined)[] = [];
    const createSandbox: CreateSandbox = async ({ memoryLimit, from }) => {
      made.push(memoryLimit);
      const checkpoint = async () => ({ release: () => {} });
      return { pythonVersion: from ? 'resumed' : 'first', close: async () => {}, checkpoint } as never;
    };
    let sandbox: (() => Promise<Sandbox>) | undefined;
    const connect: Connect = async (_, given) => {
      sandbox = given;
      return { ask: async () => {}, history: () => [] };
    };
    const session = new Session({ createSandbox, connect, pace: 'instant' });
    session.settings = { ...DEFAULT_SETTINGS, apiKey: 'key' };
    session.ask('How many?');
    await settled();
    expect(await sandbox?.()).toMatchObject({ pythonVersion: 'first' });
    session.settings = { ...session.settings, memory: 512 };
    expect(await sandbox?.()).toMatchObject({ pythonVersion: 'resumed' });
    expect(await sandbox?.()).toMatchObject({ pythonVersion: 'resumed' });
    expect(made).toEqual([2048 * 1024 ** 2, 512 * 1024 ** 2]);
  });
});

describe('standing notes', () => {
  it('go along with each conversation as an instruction, from the next question on', async () => {
    const { session, asked } = manualSession();
    session.ask('How many?');
    await settled();
    expect(asked[0]?.access.instruction).toBeUndefined();
    asked[0]?.finish();
    await settled();
    session.notes = ['Amounts are in euros.'];
    session.ask('And now?');
    await settled();
    expect(asked[1]?.access.instruction).toContain('- Amounts are in euros.');
    expect(asked[1]?.access.history).toHaveLength(1);
  });
});
