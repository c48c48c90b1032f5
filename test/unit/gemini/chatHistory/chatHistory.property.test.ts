import type { Content, Part } from '@google/genai';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partsOf } from '../../../../src/answer/codec/chunk.ts';
import { assertProperty } from '../../assertProperty.ts';
import { badConversations, type Conversation, conversations } from './conversations.ts';
import { type IssuedTurn, Issuer, withoutCuts } from './issuedTurns.ts';
import { ScriptedChat } from './scriptedChat.ts';

/** Has a conversation. @returns what each request to the model ought to have held, beside what it did */
async function talk({ model, hasIds, answers }: Conversation) {
  const issuer = new Issuer({ model, hasIds });
  const chat = new ScriptedChat(model);
  const contents: Content[] = [];
  const expected: Content[][] = [];
  const issued: IssuedTurn[][] = [];
  let message: Part[] = [{ text: 'Hello?' }];
  let answered: Part[] = [];
  for (const { turns: plans, streamed } of answers) {
    const turns = plans.map((plan) => issuer.issue(plan));
    issued.push(turns);
    contents.push({ role: 'user', parts: [...answered, ...message] });
    for (const { parts, responses, callersResponses } of turns) {
      expected.push([...contents]);
      contents.push({ role: 'model', parts });
      // Where the caller has functions to answer, all responses go together, in one content.
      if (responses.length > 0 && callersResponses.length === 0) contents.push({ role: 'user', parts: responses });
    }
    await chat.send(message, turns, streamed);
    const { responses = [], callersResponses = [] } = turns.at(-1) ?? {};
    const isHandedOver = callersResponses.length > 0;
    answered = isHandedOver ? responses : [];
    message = isHandedOver ? callersResponses : [{ text: 'And then?' }];
  }
  return { chat, expected, issued };
}

/** Before Gemini 3 pictures stand beside responses, unless they are refused there, and left out. */
function withoutPicturesBesideResponses(contents: Content[]): Content[] {
  return contents.map((content) =>
    content.role === 'user'
      ? { ...content, parts: content.parts?.filter(({ inlineData }) => !inlineData) ?? [] }
      : content,
  );
}

describe('whatever model and caller have said to each other', () => {
  it('goes back to the model part by part: calls, ids, signatures, and one response for each call', async () => {
    const property = fc.asyncProperty(conversations, async (conversation) => {
      const { chat, expected } = await talk(conversation);
      const asked = chat.asked.map(withoutPicturesBesideResponses);
      expect(asked.map(withoutCuts)).toEqual(expected.map(withoutCuts));
    });
    await assertProperty(property, 150);
  });

  it('is given to the caller in chunks that have parts, of which the last alone ends the answer', async () => {
    const property = fc.asyncProperty(conversations, async (conversation) => {
      const { chat } = await talk(conversation);
      for (const chunks of chat.answers) {
        const candidates = chunks.map((chunk) => chunk.candidates?.[0]);
        for (const candidate of candidates) expect(candidate?.content?.parts).not.toHaveLength(0);
        const reasons = candidates.map((candidate) => candidate?.finishReason);
        expect(reasons).toEqual([...chunks.slice(1).map(() => undefined), 'STOP']);
        expect(new Set(chunks.map(({ responseId }) => responseId)).size).toBe(1);
      }
    });
    await assertProperty(property, 50);
  });

  it('is counted: an answer has used what its requests have used', async () => {
    const property = fc.asyncProperty(conversations, async (conversation) => {
      const { chat, issued } = await talk(conversation);
      const used = chat.answers.map((chunks) => chunks.at(-1)?.usageMetadata?.totalTokenCount);
      const sums = issued.map((turns) =>
        turns.reduce((sum, { promptTokens, candidateTokens }) => sum + promptTokens + candidateTokens, 0),
      );
      expect(used).toEqual(sums);
    });
    await assertProperty(property, 50);
  });
});

/** Has a conversation with a model that makes mistakes; the caller answers what it is asked to answer. */
async function muddleThrough({ model, hasIds, answers }: Conversation): Promise<ScriptedChat> {
  const issuer = new Issuer({ model, hasIds });
  const chat = new ScriptedChat(model);
  let message: Part[] = [{ text: 'Hello?' }];
  for (const { turns, streamed } of [...answers, { turns: [], streamed: false }]) {
    await chat.send(
      message,
      turns.map((plan) => issuer.issue(plan)),
      streamed,
    );
    const parts = chat.answers.at(-1)?.flatMap(partsOf) ?? [];
    const calls = parts.flatMap(({ functionCall }) => (functionCall?.name === 'get_sales' ? [functionCall] : []));
    const responses = calls.map(({ id, name = '' }) => ({
      functionResponse: { ...(id !== undefined && { id }), name, response: { output: 1 } },
    }));
    message = responses.length > 0 ? responses : [{ text: 'And then?' }];
  }
  return chat;
}

describe('a model that makes mistakes and is cut off', () => {
  it('never leaves a chat in a state that the API refuses', async () => {
    const property = fc.asyncProperty(badConversations, async (conversation) => {
      await muddleThrough(conversation);
    });
    await assertProperty(property, 150);
  });
});
