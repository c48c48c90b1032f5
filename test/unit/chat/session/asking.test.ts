import { describe, expect, it } from 'vitest';
import { manualSession, says, settled } from './manualSession.ts';

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

  it('goes on with what was said when the user changes the model', async () => {
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

  it('forgets what was said when the user starts anew', async () => {
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
