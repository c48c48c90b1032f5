import type { AnswerEvent } from '../../../../src/answer/events.ts';
import type { Access, Connect } from '../../../../src/chat/live/access.ts';
import type { Question } from '../../../../src/chat/live/modelChat.ts';
import { PageSession } from '../../../../src/chat/pageSession.ts';
import type { CreateSandbox } from '../../../../src/chat/python/lazySandbox.ts';
import type { SessionOptions } from '../../../../src/chat/session.ts';
import type { ConversationRecord } from '../../../../src/chat/storage/conversationRecord.ts';
import type { ConversationStore } from '../../../../src/chat/storage/conversationStore.ts';
import { summarise } from '../../../../src/chat/storage/summarise.ts';
import type { Sandbox } from '../../../../src/sandbox/sandbox.ts';
import type { NameHolder } from '../../../../src/sandbox/storage/nameLock.ts';

interface Asked extends Question {
  access: Access;
  finish: () => void;
  fail: (error: Error) => void;
}

/** A session whose model answers when the test says so. */
export function manualSession(
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
  const session = new PageSession({ createSandbox, connect, pace: 'instant', ...(store && { store }), ...more });
  session.settings = { ...session.settings, apiKey: 'key', model: 'first' };
  return { session, asked };
}

/** Keeps in memory, for the tabs of one browser; a test may have it fail. */
export function keepInMemory() {
  const memory: { kept: Map<string, ConversationRecord>; current?: string | undefined; failure?: Error } = {
    kept: new Map(),
  };
  /** Who has each conversation. */
  const holders = new Map<string, NameHolder>();
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
    open: async (id, holder, takeOver) => {
      const before = holders.get(id);
      if (before && !takeOver) return undefined;
      await before?.onAsked();
      const lock = { isHeld: async () => holders.get(id) === holder, release: async () => void holders.delete(id) };
      holders.set(id, holder);
      before?.onLost();
      return lock;
    },
    has: async (id) => orFail(memory.kept.has(id)),
    read: async (id) => orFail(memory.kept.get(id)),
    write: async (id, conversation) => void orFail(memory.kept).set(id, conversation),
    rename: async () => {},
    remove: async (id) => void memory.kept.delete(id),
  };
  const current = () => memory.kept.get(memory.current ?? '');
  /** Ends the visit of every tab. */
  const closeTabs = () => holders.clear();
  return { memory, store, current, closeTabs };
}

export const settled = () => new Promise((resolve) => setTimeout(resolve));

export const says = (text: string): AnswerEvent => ({ answer: 1, type: 'text-delta', text });
