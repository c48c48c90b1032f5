import { describe, expect, it } from 'vitest';
import { PageFileError } from '../../../src/chat/errors/pageFileError.ts';
import { AUTOSAVE_PROBLEMS } from '../../../src/chat/labels.ts';
import type { Access, Connect, Question } from '../../../src/chat/live/geminiChat.ts';
import { DEFAULT_SETTINGS } from '../../../src/chat/live/settings.ts';
import type { CreateSandbox } from '../../../src/chat/python/lazySandbox.ts';
import { Session, type SessionOptions } from '../../../src/chat/session.ts';
import { conversationFile } from '../../../src/chat/storage/conversationFile.ts';
import type { ConversationRecord } from '../../../src/chat/storage/conversationRecord.ts';
import type { ConversationStore } from '../../../src/chat/storage/conversationStore.ts';
import { summarise } from '../../../src/chat/storage/summarise.ts';
import { SnapshotError } from '../../../src/errors.ts';
import type { AnswerEvent } from '../../../src/gemini/events.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { writeCheckpointFile } from '../../../src/sandbox/storage/checkpointFile.ts';

interface Asked extends Question {
  access: Access;
  finish: () => void;
  fail: (error: Error) => void;
}

/** A session whose model answers when the test says so. */
function manualSession(
  store?: ConversationStore,
  createSandbox: CreateSandbox = () => new Promise<Sandbox>(() => {}),
  more: Partial<SessionOptions> = {},
) {
  const asked: Asked[] = [];
  const connect: Connect = async (access) => ({
    ask: (question) =>
      new Promise<void>((finish, fail) => {
        asked.push({ ...question, access, finish, fail });
      }),
    history: () => [{ role: 'user', parts: [{ text: `said with ${access.model}` }] }],
  });
  const session = new Session({ createSandbox, connect, pace: 'instant', ...(store && { store }), ...more });
  session.settings = { ...session.settings, apiKey: 'key', model: 'first' };
  return { session, asked };
}

/** Keeps in memory; a test may have it fail. */
function keepInMemory() {
  const memory: { kept: Map<string, ConversationRecord>; current?: string | undefined; failure?: Error } = {
    kept: new Map(),
  };
  const orFail = <Value>(value: Value): Value => {
    if (memory.failure) throw memory.failure;
    return value;
  };
  const store: ConversationStore = {
    current: async () => orFail(memory.current),
    setCurrent: (id) => {
      memory.current = id;
    },
    pythonName: (id) => `test ${id}`,
    list: async () => [...memory.kept].map(([id, conversation]) => summarise(id, conversation)),
    read: async (id) => orFail(memory.kept.get(id)),
    write: async (id, conversation) => void orFail(memory.kept).set(id, conversation),
    rename: async () => {},
    remove: async (id) => void memory.kept.delete(id),
  };
  const current = () => memory.kept.get(memory.current ?? '');
  return { memory, store, current };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));
const says = (text: string): AnswerEvent => ({ type: 'text-delta', text });

describe('a session', () => {
  it('does not take a question without a key', () => {
    const { session } = manualSession();
    session.settings = { ...session.settings, apiKey: '' };
    expect(session.ask('How many?')).toBe('needs-key');
    expect(session.conversation).toBeUndefined();
  });

  it('shows a question at once and its answer as it arrives', async () => {
    const { session, asked } = manualSession();
    expect(session.ask('How many?')).toBe('asked');
    expect(session.conversation).toMatchObject({ answer: { state: 'running' }, turns: [{ question: 'How many?' }] });
    await settled();
    asked[0]?.onEvent(says('Fifty.'));
    asked[0]?.finish();
    await settled();
    expect(session.conversation).toMatchObject({
      answer: { state: 'done' },
      turns: [{ entries: [{ text: 'Fifty.' }], status: { state: 'done' } }],
    });
  });

  it('takes one question at a time', () => {
    const { session } = manualSession();
    session.ask('How many?');
    expect(session.ask('And now?')).toBe('busy');
  });

  it('stops at once, keeps what had arrived, and drops what comes late', async () => {
    const { session, asked } = manualSession();
    session.ask('How many?');
    await settled();
    asked[0]?.onEvent(says('Fif'));
    session.stop();
    await settled();
    asked[0]?.onEvent(says('ty.'));
    expect(asked[0]?.signal.aborted).toBe(true);
    expect(session.conversation).toMatchObject({
      answer: { state: 'done' },
      turns: [{ entries: [{ text: 'Fif' }], status: { state: 'stopped' } }],
    });
  });

  it('keeps what had arrived when an answer fails, and asks the same again on Retry', async () => {
    const { session, asked } = manualSession();
    session.ask('How many?');
    await settled();
    asked[0]?.onEvent(says('Fif'));
    asked[0]?.fail(new Error('offline'));
    await settled();
    expect(session.conversation).toMatchObject({
      answer: { state: 'failed' },
      turns: [{ entries: [{ text: 'Fif' }], status: { state: 'failed' } }],
    });

    session.retry();
    await settled();
    expect(asked[1]?.question).toBe('How many?');
    expect(session.conversation).toMatchObject({ turns: [{ entries: [], status: { state: 'running' } }] });
  });

  it('goes on with what was said when the reader changes the model', async () => {
    const { session, asked } = manualSession();
    session.ask('How many?');
    await settled();
    asked[0]?.finish();
    await settled();
    session.settings = { ...session.settings, model: 'second' };
    session.ask('And now?');
    await settled();
    expect(asked[1]?.access).toMatchObject({ model: 'second', history: [{ parts: [{ text: 'said with first' }] }] });
    expect(session.conversation?.turns).toHaveLength(2);
  });

  it('forgets what was said when the reader starts anew', async () => {
    const { session, asked } = manualSession();
    session.ask('How many?');
    await settled();
    session.startNew();
    expect(session.conversation).toBeUndefined();
    session.ask('And now?');
    await settled();
    asked[0]?.onEvent(says('late'));
    expect(asked[1]?.access.history).toBeUndefined();
    expect(session.conversation).toMatchObject({ turns: [{ question: 'And now?', entries: [] }] });
  });
});

describe('a session that is kept', () => {
  async function answeredOnce() {
    const { memory, store, current } = keepInMemory();
    const { session, asked } = manualSession(store);
    session.ask('How many?');
    await settled();
    asked[0]?.onEvent(says('Fifty.'));
    asked[0]?.finish();
    await settled();
    return { memory, store, current, session, asked };
  }

  it('shows the conversation on the next visit, and goes on with what was said', async () => {
    const { store } = await answeredOnce();
    const { session, asked } = manualSession(store);
    await session.restore();
    expect(session.conversation).toMatchObject({
      answer: { state: 'done' },
      turns: [{ question: 'How many?', entries: [{ text: 'Fifty.' }] }],
    });
    session.ask('And now?');
    await settled();
    expect(asked[0]?.access.history).toEqual([{ role: 'user', parts: [{ text: 'said with first' }] }]);
    expect(session.conversation?.turns).toHaveLength(2);
    expect(await session.autosave?.store.list()).toHaveLength(1);
  });

  it('keeps a question before it is answered', async () => {
    const { store, current } = keepInMemory();
    manualSession(store).session.ask('How many?');
    await settled();
    expect(current()).toMatchObject({ turns: [{ question: 'How many?' }] });
  });

  it('comes back behind a demo, and a question goes on in it', async () => {
    const { store } = await answeredOnce();
    const { session } = manualSession(store);
    session.playDemo('primes');
    await session.restore();
    expect(session.conversation?.source.type).toBe('demo');
    session.showDemos();
    expect(session.canGoBack).toBe(true);
    session.ask('And now?');
    expect(session.conversation?.turns.map(({ question }) => question)).toEqual(['How many?', 'And now?']);
  });

  it('begins a new conversation beside the one that is kept, and each has a Python of its own', async () => {
    const names: (string | undefined)[] = [];
    const { store } = await answeredOnce();
    const { session, asked } = manualSession(store, async ({ persist }) => {
      names.push(persist);
      return { pythonVersion: '3', resumed: true, close: async () => {}, save: async () => {} } as never;
    });
    await session.restore();
    session.startNew();
    expect(session.canGoBack).toBe(false);
    session.ask('Something else?');
    await settled();
    asked[0]?.finish();
    await settled();
    const kept = (await session.autosave?.store.list()) ?? [];
    expect(kept.map(({ title }) => title).sort()).toEqual(['How many?', 'Something else?']);
    expect(new Set(names)).toEqual(new Set(kept.map(({ id }) => `test ${id}`)));
  });

  it('goes from one conversation to another, and keeps what had arrived of the answer that this stops', async () => {
    const { session, asked, store } = await answeredOnce();
    const first = session.live.savedId ?? '';
    session.startNew();
    session.ask('Something else?');
    await settled();
    asked[1]?.onEvent(says('Well'));
    const second = session.live.savedId ?? '';
    await session.openSaved(first);
    expect(session.conversation).toMatchObject({ turns: [{ question: 'How many?' }], answer: { state: 'done' } });
    await settled();
    expect(await store.read(second)).toMatchObject({ turns: [{ entries: [{ text: 'Well' }] }] });
    session.ask('And now?');
    await settled();
    expect(asked.at(-1)?.access.history).toEqual([{ role: 'user', parts: [{ text: 'said with first' }] }]);
  });

  it('shows the welcome on the next visit after a new conversation was begun', async () => {
    const { session, store } = await answeredOnce();
    session.startNew();
    await settled();
    const next = manualSession(store).session;
    await next.restore();
    expect(next.conversation).toBeUndefined();
    expect(await next.autosave?.store.list()).toHaveLength(1);
  });

  it('leaves the conversation that is deleted', async () => {
    const { session, memory } = await answeredOnce();
    await session.removeSaved(session.live.savedId ?? '');
    expect(session.conversation).toBeUndefined();
    expect(memory.kept.size).toBe(0);
  });

  it('goes on, and says so, where there is no room, until there is room again', async () => {
    const { memory, session, current } = await answeredOnce();
    memory.failure = new Error('no room');
    session.ask('And now?');
    await settled();
    expect(session.autosave?.problem).toEqual({ type: 'conversation-not-saved', reason: 'no room' });
    delete memory.failure;
    session.stop();
    await settled();
    expect(session.autosave?.problem).toBeUndefined();
    expect(current()?.turns).toHaveLength(2);
  });

  it('does not blame the room for a part of the page that did not arrive', async () => {
    const { memory, session } = await answeredOnce();
    memory.failure = new PageFileError(new URL('https://page.example/'), 'a part of it could not be downloaded');
    session.ask('And now?');
    await settled();
    expect(session.autosave?.problem).toMatchObject({ type: 'page-part-missing' });
    expect(session.autosave?.problem && AUTOSAVE_PROBLEMS[session.autosave.problem.type]).not.toContain('room');
    delete memory.failure;
    session.stop();
    await settled();
    expect(session.autosave?.problem).toBeUndefined();
  });

  it('begins without what was kept, and says so, where that is damaged', async () => {
    const { memory, store } = await answeredOnce();
    memory.failure = new Error('damaged');
    const { session } = manualSession(store);
    await session.restore();
    expect(session.conversation).toBeUndefined();
    expect(session.autosave?.problem).toEqual({ type: 'conversation-unreadable', reason: 'damaged' });
  });

  it('asks for the key again before it retries a question of an earlier visit', async () => {
    const { store } = await answeredOnce();
    const { session } = manualSession(store);
    await session.restore();
    session.settings = { ...session.settings, apiKey: '' };
    expect(session.retry()).toBe('needs-key');
    expect(session.conversation?.turns).toHaveLength(1);
  });
});

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
      const checkpoint = async () => ({ [Symbol.dispose]: () => {} });
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

describe('a conversation out of a file', () => {
  const HEADER = {
    build: { pyodide: '1', id: '', harness: '', suspends: true },
    python: '3',
    size: 1,
    lost: [],
    runs: 1,
    packages: [],
  };

  async function fileOf(question: string): Promise<Blob> {
    const { session } = manualSession();
    session.ask(question);
    session.stop();
    const conversation = { turns: session.conversation?.turns ?? [], history: [] };
    return conversationFile({ conversation, python: await writeCheckpointFile(HEADER, new ArrayBuffer(1)) });
  }

  function withSandboxes() {
    const closed: string[] = [];
    const createSandbox: CreateSandbox = async ({ from }) => {
      const pythonVersion = from ? 'of the file' : 'of the page';
      return {
        pythonVersion,
        resumed: true,
        close: async () => closed.push(pythonVersion),
        save: async () => {},
      } as never;
    };
    return { ...manualSession(undefined, createSandbox), closed };
  }

  it('changes nothing until it takes over, and is closed with its Python where it does not', async () => {
    const { session, closed } = withSandboxes();
    session.ask('Here?');
    session.stop();
    await settled();
    const opened = await session.openFile(await fileOf('There?'));
    expect(session.conversation?.turns[0]?.question).toBe('Here?');
    opened.close();
    expect(closed).toEqual(['of the file']);
    expect(session.engine).toMatchObject({ python: 'of the page' });
  });

  it('takes the place of the other one, with its Python', async () => {
    const { session } = withSandboxes();
    (await session.openFile(await fileOf('There?'))).takeOver();
    expect(session.conversation?.turns[0]?.question).toBe('There?');
    expect(session.engine).toMatchObject({ state: 'ready', python: 'of the file' });
  });

  it('can be had without its Python, where that is of another build, and says what was expected and found', async () => {
    const { session } = manualSession(keepInMemory().store, async ({ from }) => {
      if (from) throw new SnapshotError('expected pyodide 1, got 2');
      return new Promise<Sandbox>(() => {});
    });
    const opened = await session.openFile(await fileOf('There?'));
    const problem = { type: 'python-not-restored', reason: 'expected pyodide 1, got 2' };
    expect(opened.problem).toEqual(problem);
    opened.takeOver();
    expect(session.conversation?.turns[0]?.question).toBe('There?');
    await settled();
    expect(session.autosave?.problem).toEqual(problem);
  });
});
