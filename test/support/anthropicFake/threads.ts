import type { Body, MessageParam } from './wire.ts';

/** Conversations that the server keeps for beta requests with `thread`: each names the last message that it knows. */
export class Threads {
  readonly #byMessage = new Map<string, Body>();

  /** Gives the request with everything that was said before. */
  wholeOf({ thread, ...body }: Body): Body {
    const { previous_message_id: id } = (thread ?? {}) as { previous_message_id?: string };
    const before = id === undefined ? undefined : this.#byMessage.get(id);
    if (!before) return body;
    const { messages = [], tools, system } = before;
    return {
      ...(tools && { tools }),
      ...(system && { system }),
      ...body,
      messages: [...messages, ...(body.messages ?? [])],
    };
  }

  keep(asked: Body, answer: { id?: unknown; content: MessageParam['content'] }): void {
    const reply = { role: 'assistant', content: answer.content };
    this.#byMessage.set(String(answer.id), { ...asked, messages: [...(asked.messages ?? []), reply] });
  }
}
