import { expect, it } from 'vitest';
import { answerMarkdown } from '../../../../src/chat/answerMarkdown.ts';
import { changeTurns } from '../../../../src/chat/live/changeTurns.ts';
import { answeredTurn } from '../conversationTurns.ts';
import { keepInMemory, manualSession, says, settled } from './manualSession.ts';

/** A session in which two questions were answered. */
async function answeredTwice() {
  const kept = keepInMemory();
  const { session, asked } = manualSession(kept.store);
  for (const [index, question] of ['One?', 'Two?'].entries()) {
    session.ask(question);
    await settled();
    asked[index]?.onEvent(says(`${question} Yes.`));
    asked[index]?.finish();
    await settled();
  }
  const questions = () => session.conversation?.turns.map(({ question }) => question);
  const told = (index: number) => JSON.stringify(asked[index]?.access.history ?? []);
  return { ...kept, session, asked, questions, told };
}

it('the last question is asked in other words in its place, and the model is told only what came before', async () => {
  const { session, memory, questions, told } = await answeredTwice();
  expect(await changeTurns({ type: 'edit', turn: 2, question: 'Three?' }, session)).toBe('asked');
  await settled();
  expect(questions()).toEqual(['One?', 'Three?']);
  expect(told(2)).toContain('One? Yes.');
  expect(told(2)).not.toContain('Two?');
  expect(memory.kept.size).toBe(1);
});

it('another answer takes the place of the last one', async () => {
  const { session, asked, questions, told } = await answeredTwice();
  expect(await changeTurns({ type: 'regenerate', turn: 2 }, session)).toBe('asked');
  await settled();
  expect(questions()).toEqual(['One?', 'Two?']);
  expect(asked[2]?.question).toBe('Two?');
  expect(session.conversation?.turns[1]?.entries).toEqual([]);
  expect(told(2)).not.toContain('Two?');
});

it('the rest of an answer that was cut is asked for after it', async () => {
  const { session, asked, questions } = await answeredTwice();
  expect(await changeTurns({ type: 'continue', turn: 2 }, session)).toBe('asked');
  await settled();
  expect(questions()).toEqual(['One?', 'Two?', 'Continue exactly where you stopped.']);
  expect(asked[2]?.question).toBe('Continue exactly where you stopped.');
});

it('an earlier question is asked anew in a copy: the conversation stays among the saved ones', async () => {
  const { session, memory, questions } = await answeredTwice();
  const before = session.live.savedId ?? '';
  expect(await changeTurns({ type: 'edit', turn: 1, question: 'Zero?' }, session)).toBe('asked');
  await settled();
  expect(questions()).toEqual(['Zero?']);
  expect(session.live.savedId).not.toBe(before);
  expect(memory.kept.get(before)?.turns.map(({ question }) => question)).toEqual(['One?', 'Two?']);
});

it('a branch goes on from an answer in a copy, and asks nothing', async () => {
  const { session, asked, memory, questions, told } = await answeredTwice();
  const before = session.live.savedId ?? '';
  await changeTurns({ type: 'branch', turn: 1 }, session);
  await settled();
  expect(questions()).toEqual(['One?']);
  expect(asked).toHaveLength(2);
  expect(memory.kept.get(before)?.turns).toHaveLength(2);
  session.ask('Other?');
  await settled();
  expect(told(2)).toContain('One? Yes.');
});

it('nothing changes without a key, or while an answer is running', async () => {
  const { session, questions } = await answeredTwice();
  session.settings = { ...session.settings, apiKey: '' };
  expect(await changeTurns({ type: 'regenerate', turn: 2 }, session)).toBe('needs-key');
  session.settings = { ...session.settings, apiKey: 'key' };
  session.ask('Three?');
  expect(await changeTurns({ type: 'edit', turn: 1, question: 'x' }, session)).toBe('busy');
  expect(questions()).toEqual(['One?', 'Two?', 'Three?']);
});

it('an answer is copied as Markdown, with its code and what that printed', () => {
  const markdown = answerMarkdown(answeredTurn());
  expect(markdown).toContain('Let me **draw**.');
  expect(markdown).toContain('```python\nprint("drawn")\n```\n\n```text\ndrawn\n```');
  expect(markdown).not.toContain('Hm.');
});
