import { describe, expect, it } from 'vitest';
import { PageFileError } from '../../../../src/chat/errors/pageFileError.ts';
import { AUTOSAVE_PROBLEMS } from '../../../../src/chat/labels.ts';
import { keepInMemory, manualSession, says, settled } from './manualSession.ts';

describe('a session that is stored', () => {
  async function answeredOnce() {
    const { memory, store, current, closeTabs } = keepInMemory();
    const { session, asked } = manualSession(store);
    session.ask('How many?');
    await settled();
    asked[0]?.onEvent(says('Fifty.'));
    asked[0]?.finish();
    await settled();
    return { memory, store, current, closeTabs, session, asked };
  }

  it('shows the conversation on the next visit, and goes on with what was said', async () => {
    const { store, closeTabs } = await answeredOnce();
    closeTabs();
    const { session, asked } = manualSession(store);
    await session.saved.restore();
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

  it('goes on with the provider that answered, and a new conversation with the one of the settings', async () => {
    const { store, closeTabs } = keepInMemory();
    const server = { serverUrl: 'http://localhost:11434/v1', serverModel: 'llama' };
    const first = manualSession(store);
    first.session.settings = { ...first.session.settings, ...server, provider: 'openai' };
    first.session.ask('How many?');
    await settled();
    first.asked[0]?.finish();
    await settled();
    closeTabs();
    const { session, asked } = manualSession(store);
    session.settings = { ...session.settings, ...server };
    await session.saved.restore();
    expect(session.settings.provider).toBe('openai');
    session.ask('And now?');
    await settled();
    expect(asked[0]?.access).toMatchObject({ provider: 'openai', history: [{ parts: [{ text: 'said with llama' }] }] });
    asked[0]?.finish();
    await settled();
    session.startNew();
    expect(session.settings.provider).toBe('gemini');
  });

  it('keeps a question before it is answered', async () => {
    const { store, current } = keepInMemory();
    manualSession(store).session.ask('How many?');
    await settled();
    expect(current()).toMatchObject({ turns: [{ question: 'How many?' }] });
  });

  it('comes back behind a demo, and a question goes on in it', async () => {
    const { store, closeTabs } = await answeredOnce();
    closeTabs();
    const { session } = manualSession(store);
    session.playDemo('primes');
    await session.saved.restore();
    expect(session.conversation?.source.type).toBe('demo');
    session.showDemos();
    expect(session.canGoBack).toBe(true);
    session.ask('And now?');
    expect(session.conversation?.turns.map(({ question }) => question)).toEqual(['How many?', 'And now?']);
  });

  it('begins a new conversation beside the one that is stored, and each has a Python of its own', async () => {
    const names: (string | undefined)[] = [];
    const { store, closeTabs } = await answeredOnce();
    closeTabs();
    const { session, asked } = manualSession(store, async ({ persist }) => {
      names.push(persist);
      return { pythonVersion: '3', resumed: true, close: async () => {}, save: async () => {} } as never;
    });
    await session.saved.restore();
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
    await session.saved.show(first);
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
    await next.saved.restore();
    expect(next.conversation).toBeUndefined();
    expect(await next.autosave?.store.list()).toHaveLength(1);
  });

  it('leaves the conversation that is deleted', async () => {
    const { session, memory } = await answeredOnce();
    await session.saved.remove(session.live.savedId ?? '');
    expect(session.conversation).toBeUndefined();
    expect(memory.kept.size).toBe(0);
  });

  it('goes on, and says so, if there is no room, until there is room again', async () => {
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

  it('begins without what was stored, and says so, if that is damaged', async () => {
    const { memory, store } = await answeredOnce();
    memory.failure = new Error('damaged');
    const { session } = manualSession(store);
    await session.saved.restore();
    expect(session.conversation).toBeUndefined();
    expect(session.autosave?.problem).toEqual({ type: 'conversation-unreadable', reason: 'damaged' });
  });

  it('asks for the key again before it retries a question of an earlier visit', async () => {
    const { store, closeTabs } = await answeredOnce();
    closeTabs();
    const { session } = manualSession(store);
    await session.saved.restore();
    session.settings = { ...session.settings, apiKey: '' };
    expect(session.retry()).toBe('needs-key');
    expect(session.conversation?.turns).toHaveLength(1);
  });
});
