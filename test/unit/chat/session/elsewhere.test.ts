import { describe, expect, it } from 'vitest';
import type { Sandbox } from '../../../../src/sandbox/sandbox.ts';
import { keepInMemory, manualSession, says, settled } from './manualSession.ts';

/** A tab whose Python tells what is done to it. */
function openTab(store: ReturnType<typeof keepInMemory>['store']) {
  const did: string[] = [];
  const tab = manualSession(store, async ({ persist = 'nothing' }) => {
    did.push(`opens ${persist}`);
    const sandbox = {
      pythonVersion: '3',
      resumed: true,
      save: async () => did.push('saves'),
      close: async () => did.push('closes'),
    };
    return sandbox as unknown as Sandbox;
  });
  return { ...tab, did };
}

/** Two tabs: the first has a conversation, which is still being answered, and the second has been opened since. */
async function twoTabs() {
  const kept = keepInMemory();
  const first = openTab(kept.store);
  first.session.ask('How many?');
  await settled();
  first.asked[0]?.onEvent(says('Fifty'));
  await settled();
  const second = openTab(kept.store);
  await second.session.saved.restore();
  return { ...kept, first, second, id: first.session.live.savedId ?? '' };
}

describe('a conversation that another tab has open', () => {
  it('is shown as it was saved, and can only be read', async () => {
    const { first, second, memory, id } = await twoTabs();
    const { session, did } = second;
    expect(session.isElsewhere).toBe(true);
    expect(session.conversation?.turns).toMatchObject([{ question: 'How many?' }]);
    expect(session.ask('And now?')).toBe('elsewhere');
    expect(session.retry()).toBe('elsewhere');
    expect(session.conversation?.turns).toHaveLength(1);
    session.live.save();
    await settled();
    expect(memory.kept.get(id)?.turns).toHaveLength(1);
    expect(did).toEqual([]);
    expect(first.session.isElsewhere).toBe(false);
  });

  it('is not taken from the tab where it was just begun, and nothing of it is saved yet', async () => {
    const { store, memory } = keepInMemory();
    const first = openTab({ ...store, open: (...which) => settled().then(() => store.open(...which)) });
    const second = openTab({
      ...store,
      read: async (id) => {
        await settled();
        await settled();
        return store.read(id);
      },
    });
    first.session.ask('How many?');
    await second.session.saved.restore();
    await settled();
    expect(first.session.isElsewhere).toBe(false);
    expect(memory.kept.get(first.session.live.savedId ?? '')?.turns).toMatchObject([{ question: 'How many?' }]);
    expect(second.session.conversation).toBeUndefined();
  });

  it('is used here as that tab has left it: it stops and saves there, and nothing of it is saved any more', async () => {
    const { first, second, memory, id } = await twoTabs();
    await second.session.saved.useHere();
    await settled();
    expect(second.session.isElsewhere).toBe(false);
    expect(second.session.conversation?.turns).toMatchObject([{ entries: [{ text: 'Fifty' }] }]);
    expect(second.did).toEqual([`opens test ${id}`]);
    expect(first.session.isElsewhere).toBe(true);
    expect(first.session.conversation?.turns).toMatchObject([
      { entries: [{ text: 'Fifty' }], status: { state: 'stopped' } },
    ]);
    expect(first.did).toEqual([`opens test ${id}`, 'closes']);
    second.session.ask('And now?');
    await settled();
    first.session.live.save();
    await settled();
    expect(memory.kept.get(id)?.turns.map(({ question }) => question)).toEqual(['How many?', 'And now?']);
  });

  it('goes back to the first tab', async () => {
    const { first, second } = await twoTabs();
    await second.session.saved.useHere();
    second.session.ask('And now?');
    await settled();
    await first.session.saved.useHere();
    expect(first.session.conversation?.turns.map(({ question }) => question)).toEqual(['How many?', 'And now?']);
    expect([first.session.isElsewhere, second.session.isElsewhere]).toEqual([false, true]);
  });

  it('stays there if a new one is begun here, which is saved beside it', async () => {
    const { first, second, memory, id } = await twoTabs();
    second.session.startNew();
    second.session.ask('Something else?');
    await settled();
    expect(second.session.isElsewhere).toBe(false);
    expect(second.session.live.savedId).not.toBe(id);
    expect(memory.kept.get(second.session.live.savedId ?? '')?.turns).toMatchObject([{ question: 'Something else?' }]);
    expect(first.session.isElsewhere).toBe(false);
  });

  it('stays there if a question is asked behind the demos, which begins a new one', async () => {
    const { second, memory, id } = await twoTabs();
    second.session.showDemos();
    expect(second.session.ask('Something else?')).toBe('asked');
    await settled();
    expect(second.session.conversation?.turns).toMatchObject([{ question: 'Something else?' }]);
    expect(memory.kept.get(id)?.turns).toMatchObject([{ question: 'How many?' }]);
  });

  it('is left by a tab that shows another, so that it opens here at once', async () => {
    const { first, second, id } = await twoTabs();
    first.session.startNew();
    await settled();
    second.session.startNew();
    await second.session.saved.show(id);
    expect(second.session.isElsewhere).toBe(false);
  });

  it('that is deleted here is shown there on, and saved again if it is used there', async () => {
    const { first, second, memory, id } = await twoTabs();
    await second.session.saved.remove(id);
    expect(memory.kept.has(id)).toBe(false);
    expect(first.session.isElsewhere).toBe(true);
    await first.session.saved.useHere();
    expect(first.session.isElsewhere).toBe(false);
    first.session.ask('And now?');
    await settled();
    expect(memory.kept.get(id)?.turns.map(({ question }) => question)).toEqual(['How many?', 'And now?']);
  });

  it('is a notebook: what is typed here changes nothing, and code that is brought begins another', async () => {
    const { store, memory } = keepInMemory();
    const [first, second] = [openTab(store), openTab(store)];
    await first.session.notebook.openScratchpad();
    await settled();
    await second.session.notebook.openScratchpad();
    expect(second.session.isElsewhere).toBe(true);
    const before = second.session.live.notebook;
    await second.session.notebook.do({ type: 'run-all' });
    expect(second.session.live.notebook).toBe(before);
    await second.session.notebook.openScratchpad('print(1)');
    await settled();
    expect(second.session.isElsewhere).toBe(false);
    expect(memory.kept.size).toBe(2);
    expect(first.session.isElsewhere).toBe(false);
  });
});
