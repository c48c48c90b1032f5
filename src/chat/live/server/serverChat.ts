import { Responder } from '../../../answer/loop/responder.ts';
import { ChatModels } from '../../../openai/completions/chatModels.ts';
import { fetchCompletions } from '../../../openai/completions/fetchCompletions.ts';
import type { Access, OpenSandbox } from '../access.ts';
import type { ModelChat } from '../modelChat.ts';
import { openResponderChat } from '../responderChat.ts';
import { isOnThisComputer } from './serverAddress.ts';
import { checkReachable, explainServerError } from './serverErrors.ts';

/** Requests to a server on this computer: if it does not answer at once, it is not running, or does not allow this page. */
const LOCAL_ATTEMPTS = 2;

/** Opens a chat with a model of a server that speaks the Chat Completions API. */
export function openServerChat(access: Access, sandbox: OpenSandbox): ModelChat {
  const { apiKey, baseURL = '', model, timeout } = access;
  const models = new ChatModels(fetchCompletions({ baseURL, ...(apiKey && { apiKey }) }));
  const responder = new Responder({
    options: {
      sandbox,
      ...(timeout !== undefined && { timeout }),
      ...(isOnThisComputer(baseURL) && { retry: { attempts: LOCAL_ATTEMPTS } }),
    },
    traits: { abilities: models.abilities, signsCalls: false },
  });
  return openResponderChat({
    ...access,
    open: () => {
      checkReachable(baseURL);
      return { responder, askModel: models.ask };
    },
    explain: (error) => explainServerError(error, { baseURL, apiKey, model }),
  });
}
