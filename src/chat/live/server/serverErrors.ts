import { errorMessage, isNetworkFailure } from '../../../errors.ts';
import { server as words } from '../../../language/en/server.ts';
import { fill } from '../../../language/fill.ts';
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

/** The cases that have a title and an advice. */
type Explained = keyof typeof words extends infer Key ? (Key extends `${infer Name}Advice` ? Name : never) : never;

/** Another choice in the settings can help. */
const SETTINGS = { settings: true };

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
  if (isMixedContent(baseURL, location.href))
    throw new ExplainedError({ ...explained('needsHttps', { ...SETTINGS, remedy: 'address' }), detail: baseURL });
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
  if (status === 401 || status === 403)
    return explained(apiKey === '' ? 'needsKey' : 'keyRefused', { ...SETTINGS, remedy: 'key' });
  if (status === 429) return explained('busy', SETTINGS);
  return status >= 500 ? explained('failed', SETTINGS) : explained('refused', { ...SETTINGS, remedy: 'question' });
}

/** A 404 is about the model or the address: the list of the server's models tells which. */
async function explainMissing(message: string, asked: AskedServer): Promise<Words & { detail?: string }> {
  const models = asked.model === '' ? [] : await modelsOf(asked).catch(() => []);
  if (models.length === 0) return explained('noApi', { ...SETTINGS, remedy: 'address' });
  return {
    ...explained('noModel', { ...SETTINGS, remedy: 'model' }),
    detail: fill(words.models, { message, models: models.slice(0, MAX_NAMED).join(', ') }),
  };
}

async function explainNoAnswer(baseURL: string): Promise<Words> {
  if (!isOnThisComputer(baseURL) && navigator.onLine === false) return explained('offline', { offline: true });
  const refusal = await lookWithoutReading(baseURL);
  if (refusal === 'policy')
    return { ...SETTINGS, title: words.policy, advice: fill(words.policyAdvice, { origin: new URL(baseURL).origin }) };
  if (refusal === undefined) {
    const { origin } = location;
    return { ...SETTINGS, title: words.notAllowed, advice: fill(words.notAllowedAdvice, { origin }) };
  }
  if (await isNetworkForbidden()) return explained('forbidden', SETTINGS);
  return explained(isOnThisComputer(baseURL) ? 'notRunning' : 'unreachable', SETTINGS);
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

/** @param change is what can help */
function explained(name: Explained, change: Omit<Words, 'title' | 'advice'>): Words {
  return { title: words[name], advice: words[`${name}Advice`], ...change };
}
