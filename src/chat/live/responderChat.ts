import type { Content } from '@google/genai';
import { joinChunks, partsOf } from '../../answer/codec/chunk.ts';
import type { AskModel } from '../../answer/loop/answerLoop.ts';
import type { Responder } from '../../answer/loop/responder.ts';
import { partialAnswer } from '../../answer/partialAnswer.ts';
import type { Access } from './access.ts';
import { contentsOf } from './history.ts';
import { messageParts } from './messageParts.ts';
import { FailedAnswers, type ModelChat, type Question } from './modelChat.ts';

/** The model that answers. */
interface OpenedModel {
  responder: Responder;
  askModel: AskModel;
}

interface ResponderChat extends Pick<Access, 'model' | 'instruction' | 'history'> {
  /** Called for each question. */
  open: (question: Question) => OpenedModel | Promise<OpenedModel>;
  /** Adds advice to an error. */
  explain?: (error: unknown) => unknown;
}

/** Opens a chat with a model that has no chats of its own: each question brings the earlier turns, as contents. */
export function openResponderChat({ model, instruction, history = [], open, explain }: ResponderChat): ModelChat {
  let contents = contentsOf(history);
  const failed = new FailedAnswers();

  async function answer(asked: Question): Promise<Content[]> {
    const { question, files, signal } = asked;
    const { responder, askModel } = await open(asked);
    const user = { role: 'user', parts: await messageParts(question, files) };
    const config = {
      ...(instruction !== undefined && { systemInstruction: instruction }),
      tools: [{ codeExecution: failed.codeOptions(asked) }],
      abortSignal: signal,
    };
    const chunks = [];
    for await (const chunk of responder.respond({ model, contents: [...contents, user], config }, askModel))
      chunks.push(chunk);
    return [user, { role: 'model', parts: partsOf(joinChunks(chunks)) }];
  }

  return {
    async send(asked) {
      asked.signal.throwIfAborted();
      try {
        contents = [...contents, ...(await answer(asked))];
      } catch (error) {
        if (asked.signal.aborted) throw error;
        const thrown = (await explain?.(error)) ?? error;
        failed.keep(thrown, partialAnswer(error));
        throw thrown;
      }
    },
    history: () => contents,
  };
}
