import type { AnswerEvent } from '../../../../src/answer/events.ts';
import type { Access, Connect } from '../../../../src/chat/live/access.ts';
import type { Question } from '../../../../src/chat/live/modelChat.ts';
import type { CreateSandbox } from '../../../../src/chat/python/lazySandbox.ts';
import { Session, type SessionOptions } from '../../../../src/chat/session.ts';
import type { ConversationRecord } from '../../../../src/chat/storage/conversationRecord.ts';
import type { ConversationStore } from '../../../../src/chat/storage/conversationStore.ts';
import { summarise } from '../../../../src/chat/storage/summarise.ts';
import type { Sandbox } from '../../../../src/sandbox/sandbox.ts';

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
  const session = new Session({ createSandbox, connect, pace: 'instant', ...(store && { store }), ...more });
  session.settings = { ...session.settings, apiKey: 'key', model: 'first' };
  return { session, asked };
}

/** Keeps in memory; a test may have it fail. */
export function keepInMemory() {
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

export const settled = () => new Promise((resolve) => setTimeout(resolve));

export const says = (text: string): AnswerEvent => ({ answer: 1, type: 'text-delta', text });
