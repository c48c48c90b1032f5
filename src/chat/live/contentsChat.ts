import { partialAnswer } from '../../answer/partialAnswer.ts';
import { contentsOf } from './history.ts';
import { messageParts } from './messageParts.ts';
import { type ChatAccess, FailedAnswers, type ModelChat } from './modelChat.ts';

/** Opens a chat that asks with `generateContent`. */
export function openContentsChat({ ai, model, instruction, tools, history }: ChatAccess): ModelChat {
  const chat = ai.chats.create({ model, history: contentsOf(history) });
  const failed = new FailedAnswers();
  return {
    async send(asked) {
      const { question, files, signal } = asked;
      const config = {
        ...(instruction !== undefined && { systemInstruction: instruction }),
        tools: [{ codeExecution: failed.codeOptions(asked) }, ...tools],
        abortSignal: signal,
      };
      const message = files.length > 0 ? await messageParts(question, files) : question;
      try {
        const answer = await chat.sendMessageStream({ message, config });
        // The chat adds a turn to its history when its stream has been read to the end.
        for await (const _ of answer);
      } catch (error) {
        if (!signal.aborted) failed.keep(error, partialAnswer(error));
        throw error;
      }
    },
    history: () => chat.getHistory(true),
  };
}
