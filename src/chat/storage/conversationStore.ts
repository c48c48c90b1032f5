import type { NameHolder, NameLock } from '../../sandbox/storage/nameLock.ts';
import type { RunStatistics } from '../runStatistics.ts';
import type { ConversationRecord } from './conversationRecord.ts';

/** The facts about a saved conversation that are available without reading it. */
export interface Summary {
  readonly id: string;
  readonly title: string;
  /** When it was last changed, in ms since 1970. */
  readonly changed: number;
  readonly questions: number;
  /** Cells of code in the notebook that it begins with, if it does. */
  readonly cells?: number;
  /** Its stored size with its Python, if known. */
  readonly bytes?: number;
  readonly statistics: RunStatistics;
  /** The text to search. */
  readonly text: string;
}

/** Holds a conversation that is open in this tab. */
export type ConversationLock = Pick<NameLock, 'isHeld' | 'release'>;

/** Stores the user's conversations from visit to visit, each with its Python. */
export interface ConversationStore {
  /** The conversation that the next visit of this tab shows. */
  current(): Promise<string | undefined>;
  setCurrent(id: string | undefined): void;
  /** The name under which a sandbox stores the conversation's Python. */
  pythonName(id: string): string;
  /**
   * Lists the conversations, last changed first.
   *
   * @throws StorageError if the browser stores nothing for this page
   */
  list(): Promise<Summary[]>;
  /**
   * Opens a conversation for this tab alone.
   *
   * @param takeOver whether another tab that has it gives it up
   * @returns `undefined` if another tab has it
   */
  open(id: string, holder: NameHolder, takeOver: boolean): Promise<ConversationLock | undefined>;
  /** Whether it has been saved. */
  has(id: string): Promise<boolean>;
  /** @throws ConversationRecordError if it is damaged */
  read(id: string): Promise<ConversationRecord | undefined>;
  /** @throws StorageError if there is no room */
  write(id: string, conversation: ConversationRecord): Promise<void>;
  rename(id: string, title: string): Promise<void>;
  /** Deletes a conversation and its Python. */
  remove(id: string): Promise<void>;
}

export function newId(): string {
  return `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 10)}`;
}
