import type { Content } from '@google/genai';
import { historyOf } from '../notebook/notebookHistory.ts';
import type { Asked, Session } from '../session.ts';
import type { Turn } from '../transcript.ts';
import { messageParts } from './messageParts.ts';

/** What the user wants of a question that was asked before. */
export type TurnChange =
  /** Asks it in other words, in place of what followed. */
  | { type: 'edit'; turn: number; question: string }
  /** Asks for the rest of an answer that was cut. */
  | { type: 'continue'; turn: number }
  /** Asks for another answer. */
  | { type: 'regenerate'; turn: number }
  /** Goes on from its answer in another conversation. */
  | { type: 'branch'; turn: number };

/** What a user would write to get the rest of an answer. */
const CONTINUE = 'Continue exactly where you stopped.';

/**
 * Changes the user's conversation. Python stays as it is. If later turns would be lost, the change is made in a copy: the conversation stays among
 * the saved ones.
 *
 * @throws the errors of saving and opening a conversation
 */
export async function changeTurns(change: TurnChange, session: Session): Promise<Asked | undefined> {
  const { live, obstacle, running } = session;
  const turns = live.current?.turns ?? [];
  const index = turns.findIndex(({ id }) => id === change.turn);
  const turn = turns[index];
  if (!turn || running) return 'busy';
  if (change.type !== 'branch' && obstacle) return obstacle;
  if (change.type === 'continue') return session.ask(CONTINUE);
  const isLast = index === turns.length - 1;
  if (change.type === 'branch' || !isLast) await copy(session, `Branch: ${turns[0]?.question ?? ''}`);
  const kept = turns.slice(0, change.type === 'branch' ? index + 1 : index);
  live.keepFirst(kept.length, await historyWithFiles(kept));
  if (change.type === 'branch') return undefined;
  return session.ask(change.type === 'edit' ? change.question : turn.question, turn.files);
}

/** Puts a copy with a Python of its own in place of the conversation. */
async function copy(session: Session, title: string): Promise<void> {
  const file = await session.live.toFile();
  if (!file) return;
  const opened = await session.openFile(file);
  opened.takeOver();
  const { savedId } = session.live;
  if (savedId !== undefined) await session.autosave?.rename(savedId, title);
}

/** Returns turns as history for the model, with the files of their questions. */
async function historyWithFiles(turns: readonly Turn[]): Promise<Content[]> {
  const contents = await Promise.all(
    turns.map(async (turn) => {
      const [user, ...answer] = historyOf([turn]);
      if (!user || turn.files.length === 0) return user ? [user, ...answer] : [];
      return [{ ...user, parts: await messageParts(turn.question, turn.files) }, ...answer];
    }),
  );
  return contents.flat();
}
