import { Mutex } from '../../async/mutex.ts';
import type { Access, Connect, OpenSandbox } from './access.ts';
import type { ModelChat } from './modelChat.ts';
import type { ProviderName } from './settings.ts';

/** Loads the code of each provider, which the first view of a page does not need. */
const LOADERS: Record<ProviderName, () => Promise<(access: Access, sandbox: OpenSandbox) => ModelChat>> = {
  gemini: async () => (await import('./geminiChat.ts')).openGeminiChat,
  openai: async () => (await import('./server/serverChat.ts')).openServerChat,
  'built-in': async () => (await import('./builtIn/builtInChat.ts')).openBuiltInChat,
};

/** Opens a chat with the model of any provider. */
export const connect: Connect = async (access, sandbox) => {
  const open = await LOADERS[access.provider ?? 'gemini']();
  const chat = open(access, sandbox);
  const answers = new Mutex();
  return {
    ask: (question) => answers.run(() => chat.send(question)),
    history: () => chat.history(),
  };
};
