import { errorMessage, isNetworkFailure } from '../../../errors.ts';
import { ChatServerError, fetchCompletions } from '../../../openai/completions/fetchCompletions.ts';
import { apiErrorMessage } from '../../errors/apiErrorMessage.ts';
import { ExplainedError, type Explanation } from '../../errors/explanation.ts';
import { isMixedContent, isOnThisComputer } from './serverAddress.ts';

/** What was asked. */
interface AskedServer {
  baseURL: string;
  /** Empty if there is none. */
  apiKey: string;
  /** Empty if only the list of models was asked for. */
  model: string;
}

type Words = Omit<Explanation, 'detail'>;

/** The maximum number of models that an error names; OpenRouter has hundreds. */
const MAX_NAMED = 8;
/** The maximum number of models that a list shows. */
const MAX_LISTED = 1000;
/** The time that a server may take for a further request that explains an error, in ms. */
const LOOK_TIME = 5000;

/** Lists the names of a server's models. @throws ExplainedError */
export async function listServerModels(server: Omit<AskedServer, 'model'>): Promise<string[]> {
  try {
    checkReachable(server.baseURL);
    return (await modelsOf(server)).slice(0, MAX_LISTED);
  } catch (error) {
    throw await explainServerError(error, { ...server, model: '' });
  }
}

/** @throws ExplainedError if the browser will never reach an address from this page */
export function checkReachable(baseURL: string): void {
  if (isMixedContent(baseURL, location.href)) throw new ExplainedError({ ...NEEDS_HTTPS, detail: baseURL });
}

/** Explains an error of a server to the user. Other errors stay as they are. */
export async function explainServerError(error: unknown, asked: AskedServer): Promise<unknown> {
  const detail = apiErrorMessage(errorMessage(error));
  if (error instanceof ChatServerError) {
    const explanation = error.status === 404 ? await explainMissing(detail, asked) : explainStatus(error, asked);
    return new ExplainedError({ detail, ...explanation }, { cause: error });
  }
  if (!(error instanceof TypeError && isNetworkFailure(error.message))) return error;
  return new ExplainedError(
    { ...(await explainNoAnswer(asked.baseURL)), detail: `${asked.baseURL}: ${detail}` },
    { cause: error },
  );
}

function explainStatus({ status = 500 }: ChatServerError, { apiKey }: AskedServer): Words {
  if (status === 401 || status === 403) return apiKey === '' ? NEEDS_KEY : INVALID_KEY;
  if (status === 429) return BUSY;
  return status >= 500 ? FAILED : REFUSED;
}

/** A 404 is about the model or the address: the list of the server's models tells which. */
async function explainMissing(message: string, asked: AskedServer): Promise<Words & { detail?: string }> {
  const models = asked.model === '' ? [] : await modelsOf(asked).catch(() => []);
  if (models.length === 0) return NO_API;
  return { ...NO_MODEL, detail: `${message} Models of this server: ${models.slice(0, MAX_NAMED).join(', ')}.` };
}

async function explainNoAnswer(baseURL: string): Promise<Words> {
  if (!isOnThisComputer(baseURL) && navigator.onLine === false) return OFFLINE;
  const refusal = await lookWithoutReading(baseURL);
  if (refusal === 'policy')
    return { ...POLICY, advice: `Its author has to allow ${new URL(baseURL).origin} in connect-src.` };
  if (refusal === undefined) return { ...NOT_ALLOWED, advice: adviceOnOrigins(location.origin) };
  if (await isNetworkForbidden()) return FORBIDDEN;
  return isOnThisComputer(baseURL) ? NOT_RUNNING : UNREACHABLE;
}

/** Asks without reading the answer, which needs no leave of the server. @returns what is wrong; `undefined` if the server is there */
async function lookWithoutReading(baseURL: string): Promise<'policy' | 'no-answer' | undefined> {
  let isBlocked = false;
  const onViolation = ({ effectiveDirective }: SecurityPolicyViolationEvent) => {
    isBlocked ||= effectiveDirective === 'connect-src';
  };
  document.addEventListener('securitypolicyviolation', onViolation);
  try {
    await fetch(`${baseURL}/models`, { mode: 'no-cors', signal: AbortSignal.timeout(LOOK_TIME) });
    return undefined;
  } catch {
    // The event comes in a task of its own.
    await new Promise((resolve) => setTimeout(resolve));
    return isBlocked ? 'policy' : 'no-answer';
  } finally {
    document.removeEventListener('securitypolicyviolation', onViolation);
  }
}

/**
 * Whether the user has forbidden this page to reach other devices, or apps on this one. Chrome has renamed that permission.
 *
 * @see https://wicg.github.io/local-network-access/
 */
async function isNetworkForbidden(): Promise<boolean> {
  const names = ['loopback-network', 'local-network', 'local-network-access'];
  const states = await Promise.all(
    names.map(async (name) => {
      try {
        return (await navigator.permissions.query({ name: name as PermissionName })).state;
      } catch {
        return undefined;
      }
    }),
  );
  return states.includes('denied');
}

function modelsOf({ baseURL, apiKey }: Omit<AskedServer, 'model'>): Promise<string[]> {
  return fetchCompletions({ baseURL, ...(apiKey && { apiKey }) }).models(AbortSignal.timeout(LOOK_TIME));
}

function adviceOnOrigins(origin: string): string {
  return (
    `It has to allow requests from ${origin}. For Ollama, set OLLAMA_ORIGINS=${origin} in its environment and restart it. ` +
    'In LM Studio, switch on “Enable CORS”. For vLLM, use --allowed-origins.'
  );
}

const NEEDS_KEY: Words = {
  title: 'This server needs a key',
  advice: 'Enter the key that its provider gave you.',
  settings: true,
  remedy: 'key',
};
const INVALID_KEY: Words = {
  title: 'The API key was refused',
  advice: 'Enter another key, or copy this one again.',
  settings: true,
  remedy: 'key',
};
const NO_MODEL: Words = {
  title: 'There is no such model',
  advice: 'Choose one of those below, then try again.',
  settings: true,
  remedy: 'model',
};
const NO_API: Words = {
  title: 'There is no OpenAI-compatible API at this address',
  advice: 'Most addresses end in /v1, such as http://localhost:11434/v1 for Ollama. Correct it.',
  settings: true,
  remedy: 'address',
};
const BUSY: Words = {
  title: 'The server is busy, or your quota is used up',
  advice: 'Wait a minute and try again, or choose another model in Settings.',
  settings: true,
};
const FAILED: Words = {
  title: 'The server failed',
  advice:
    'Try again. A server on your own computer may be out of memory: see its own messages, or choose a smaller model.',
  settings: true,
};
const REFUSED: Words = {
  title: 'The model refused the request',
  advice: 'See the reason below. Rephrase your question, or choose another model in Settings.',
  settings: true,
  remedy: 'question',
};
const NEEDS_HTTPS: Words = {
  title: 'This address needs HTTPS',
  advice:
    'A page that was loaded with HTTPS reaches only addresses with HTTPS, and servers on the same computer. Use an address that ' +
    'begins with https:// or http://localhost.',
  settings: true,
  remedy: 'address',
};
const OFFLINE: Words = {
  title: 'You are offline',
  advice: 'Your question is saved. Connect, then choose Retry to continue the answer.',
  offline: true,
};
const POLICY: Words = {
  title: 'This page’s security policy blocks this address',
  advice: '',
  settings: true,
};
const NOT_ALLOWED: Words = {
  title: 'The server does not allow this page',
  advice: '',
  settings: true,
};
const FORBIDDEN: Words = {
  title: 'This page may not reach your network',
  advice:
    'Allow it in the browser’s settings for this site: “Local network access”, or “Apps on device”. Then try again.',
  settings: true,
};
const NOT_RUNNING: Words = {
  title: 'No server answers at this address',
  advice:
    'Start it on this computer, or correct the address. If the browser asks whether this page may reach apps on this ' +
    'device, allow it.',
  settings: true,
};
const UNREACHABLE: Words = {
  title: 'The server could not be reached',
  advice: 'Check your connection, and the address.',
  settings: true,
};
