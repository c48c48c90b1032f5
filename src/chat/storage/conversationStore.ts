import type { RunStatistics } from '../runStatistics.ts';
import type { ConversationRecord } from './conversationRecord.ts';

/** What is to be known of a conversation without reading it. */
export interface Summary {
  readonly id: string;
  readonly title: string;
  /** Milliseconds since 1970: when it was last changed. */
  readonly changed: number;
  readonly questions: number;
  /** What it takes where it is kept, with its Python; not known of every one. */
  readonly bytes?: number;
  readonly statistics: RunStatistics;
  /** What can be searched. */
  readonly text: string;
}

/** Where the reader's conversations are kept from visit to visit, each with its Python. */
export interface ConversationStore {
  /** The one to show on the next visit of this tab. */
  current(): Promise<string | undefined>;
  setCurrent(id: string | undefined): void;
  /** The name under which a sandbox keeps the conversation's Python. */
  pythonName(id: string): string;
  /** All of them, the one that was changed last first. */
  list(): Promise<Summary[]>;
  /** @throws ConversationRecordError where it is damaged */
  read(id: string): Promise<ConversationRecord | undefined>;
  /** @throws NotKeptError where there is no room */
  write(id: string, conversation: ConversationRecord): Promise<void>;
  rename(id: string, title: string): Promise<void>;
  /** Forgets a conversation, and its Python. */
  remove(id: string): Promise<void>;
}

export function newId(): string {
  return `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 10)}`;
}
