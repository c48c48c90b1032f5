import { GloveboxError } from '../errors.ts';

/** An error in the reader's words: what happened, what to do, and the words of whoever raised it. */
export interface Explanation {
  title: string;
  advice: string;
  detail: string;
  /** Whether the settings are the place to put it right. */
  settings: boolean;
}

export function explainError(error: unknown): Explanation {
  const detail = detailOf(error);
  if (GloveboxError.is(error)) return { ...explainOwn(error), detail, settings: false };
  const status = statusOf(error);
  if (status !== undefined) return { ...explainStatus(status, detail), detail };
  if (error instanceof TypeError && /fetch|network|load failed/i.test(error.message)) {
    return {
      title: 'The model could not be reached',
      advice: 'Check the connection, and the address in Settings if you use a proxy. Then try again.',
      detail,
      settings: true,
    };
  }
  return { title: 'Something went wrong', advice: 'What had arrived is kept. Try again.', detail, settings: false };
}

const RECONNECT = 'Check the connection, then try again.';

type Words = Pick<Explanation, 'title' | 'advice'>;

function explainOwn({ name }: GloveboxError): Words {
  switch (name) {
    case 'EngineDownloadError':
      return { title: 'Python could not be downloaded', advice: RECONNECT };
    case 'EngineBootError':
      return {
        title: 'Python could not be started',
        advice: 'Try again. If it stays like this, close other tabs or try another browser.',
      };
    case 'WorkerDiedError':
      return {
        title: 'Python crashed',
        advice: 'Variables are gone. Python starts afresh with the next run: try again.',
      };
    case 'AttachmentError':
      return { title: 'The files could not be sent', advice: 'Send fewer or smaller files.' };
    case 'PageFileError':
      return { title: 'A file of this page could not be loaded', advice: RECONNECT };
    case 'InvalidCassetteError':
      return { title: 'This demo cannot be played', advice: 'Choose another demo.' };
    case 'CassetteMismatchError':
      return {
        title: 'The recording does not fit what Python printed',
        advice: 'The demo stops here rather than show words that do not agree with the output. Try again.',
      };
    default:
      return { title: 'Something went wrong', advice: 'What had arrived is kept. Try again.' };
  }
}

function explainStatus(status: number, detail: string): Words & Pick<Explanation, 'settings'> {
  if (status === 401 || status === 403 || /api key/i.test(detail)) {
    return { title: 'The API key was refused', advice: 'Check the key in Settings, then try again.', settings: true };
  }
  if (status === 404) {
    return {
      title: 'There is no such model',
      advice: 'Choose another model in Settings, then try again.',
      settings: true,
    };
  }
  if (status === 429) {
    return {
      title: 'The limit of this key is reached',
      advice: 'Wait a minute and try again, or choose another model in Settings.',
      settings: true,
    };
  }
  if (status >= 500) {
    return { title: 'The model is not available just now', advice: 'Wait a moment, then try again.', settings: false };
  }
  return {
    title: 'The model refused the request',
    advice: 'The reason is below. Try again, or ask in other words.',
    settings: false,
  };
}

/** The SDK's ApiError, told by its shape: the SDK itself is not loaded until it is needed. */
function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('status' in error)) return undefined;
  return typeof error.status === 'number' ? error.status : undefined;
}

/** The SDK puts the whole JSON answer into the message; the sentence for people is inside it. */
function detailOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const sentence = /"message"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(message)?.[1];
  if (sentence === undefined) return message;
  try {
    return String(JSON.parse(sentence));
  } catch {
    return message;
  }
}
