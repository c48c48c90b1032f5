import { GoogleGenAI } from '@google/genai';
import { withLocalPython } from '../../gemini/client.ts';
import { errors } from '../../language/en/errors.ts';
import type { Access, OpenSandbox } from './access.ts';
import { openContentsChat } from './contentsChat.ts';
import { lacksInteractions } from './interactionErrors.ts';
import { openInteractionsChat } from './interactionsChat.ts';
import type { ModelChat, Question } from './modelChat.ts';
import { withKnownModels } from './unknownModel.ts';

/** Opens a chat with a model of the Gemini API. */
export function openGeminiChat(access: Access, sandbox: OpenSandbox): ModelChat {
  const {
    apiKey,
    model,
    httpOptions,
    api = 'generateContent',
    mode = 'local',
    timeout,
    pictures,
    instruction,
  } = access;
  const { tools = [], history = [] } = access;
  const remote = new GoogleGenAI({ apiKey, ...(httpOptions && { httpOptions }) });
  const ai = withLocalPython(remote, {
    sandbox,
    mode,
    toolsFromPython: true,
    ...(timeout !== undefined && { timeout }),
    ...(pictures && { pictures }),
  });
  const shared = { ai, model, instruction, tools };
  let chat = (api === 'interactions' ? openInteractionsChat : openContentsChat)({ ...shared, history });

  async function ask(question: Question): Promise<void> {
    question.signal.throwIfAborted();
    try {
      await chat.send(question);
    } catch (error) {
      if (api !== 'interactions' || !lacksInteractions(error)) throw error;
      question.onNote?.(errors.noInteractions);
      chat = openContentsChat({ ...shared, history: chat.history() });
      await chat.send(question);
    }
  }

  async function send(question: Question): Promise<void> {
    try {
      await ask(question);
    } catch (error) {
      throw await withKnownModels(error, remote);
    }
  }

  return { send, history: () => chat.history() };
}
