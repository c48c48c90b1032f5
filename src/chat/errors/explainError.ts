import { errorMessage, GloveboxError, isNetworkFailure } from '../../errors.ts';
import { apiErrorMessage } from './apiErrorMessage.ts';
import { explainStatus } from './explainStatus.ts';
import { ExplainedError, type Explanation } from './explanation.ts';

type Words = Omit<Explanation, 'detail'>;

const UNKNOWN = { title: 'Something went wrong', advice: 'Nothing that has arrived is lost. Try again.' };
const OFFLINE = {
  title: 'You are offline',
  advice: 'Your question is saved. Connect, then choose Retry to continue the answer.',
};
const UNREACHABLE = {
  title: 'The model could not be reached',
  advice: 'Check your connection, and the address in Settings if you use a proxy. Then try again.',
};
const NOT_STORED = {
  title: 'The browser could not save or restore something',
  advice: 'Delete conversations that you do not need, or allow this site to store data, then try again.',
};
const NOT_OPENED = {
  title: 'This file cannot be opened',
  advice: 'Nothing here has changed. Choose another file.',
};
const RECONNECT = 'Check your connection, then try again.';

/** By the error's name, because most of the classes are loaded late. */
const OWN: Readonly<Record<string, Words>> = {
  UnknownModelError: {
    title: 'There is no such model',
    advice: 'Choose one of those below, then try again.',
    remedy: 'model',
  },
  EngineDownloadError: { title: 'Python could not be downloaded', advice: RECONNECT },
  EngineBootError: {
    title: 'Python could not be started',
    advice: 'Try again. If that does not help, close other tabs or try another browser.',
  },
  MalformedResponseError: {
    title: 'The answer could not be read',
    advice: 'Try again. If you use a proxy, it may change the API’s answers.',
  },
  WorkerDiedError: {
    title: 'Python crashed',
    advice: 'Its variables are lost. Python restarts with the next run: try again.',
  },
  StorageError: NOT_STORED,
  SnapshotError: NOT_STORED,
  AttachmentError: { title: 'The files could not be sent', advice: 'Send fewer or smaller files.' },
  PythonFileError: { title: 'A file could not be added', advice: 'The files that Python has already are unchanged.' },
  SandboxFileError: { title: 'This file cannot be used', advice: 'Code may have deleted or changed it.' },
  ConversationFileError: NOT_OPENED,
  ConversationRecordError: NOT_OPENED,
  ShareLinkError: { title: 'This link cannot be opened', advice: 'Nothing here has changed.' },
  PageFileError: { title: 'A file of this page could not be loaded', advice: RECONNECT },
  QuestionBlockedError: { title: 'This question was blocked', advice: 'Rephrase it.', remedy: 'question' },
  AnswerBlockedError: { title: 'The answer was blocked', advice: 'Rephrase your question.', remedy: 'question' },
  BuiltInModelError: {
    title: 'This browser has no model that can answer',
    advice: 'Choose another one in Settings. The demos work everywhere.',
    settings: true,
    remedy: 'provider',
  },
  ContextWindowError: {
    title: 'This is too long for the model of this browser',
    advice: 'Shorten the question, send a smaller file, or choose another model in Settings.',
    settings: true,
    remedy: 'question',
  },
  EmptyAnswerError: { title: 'The model sent an empty answer', advice: 'Try again, or rephrase your question.' },
  InvalidCassetteError: { title: 'This demo cannot be played', advice: 'Choose another demo.' },
  DemoPackagesError: {
    title: 'The packages of this demo could not be downloaded',
    advice:
      'They come from Pyodide, at cdn.jsdelivr.net. Check your connection and the settings, or play another demo.',
    remedy: 'demos',
  },
  CassetteMismatchError: {
    title: 'The recording does not match Python’s output',
    advice: 'The demo stops here, because the recorded answer would contradict the output. Try again.',
  },
};

export function explainError(error: unknown): Explanation {
  if (error instanceof ExplainedError) return error.explanation;
  const message = bodyOf(error) ?? errorMessage(error);
  const detail = apiErrorMessage(message);
  if (GloveboxError.is(error)) return { ...explainOwn(error), detail };
  const status = statusOf(error);
  if (status !== undefined) return { ...explainStatus({ status, detail, message }), detail };
  if (!(error instanceof TypeError && isNetworkFailure(message))) return { ...UNKNOWN, detail };
  if (isOffline()) return { ...OFFLINE, detail, offline: true };
  return { ...UNREACHABLE, detail, settings: true };
}

function explainOwn({ name, message }: GloveboxError): Words {
  const words = OWN[name] ?? UNKNOWN;
  if (name === 'EngineDownloadError' && isOffline())
    return { ...words, advice: 'You are offline. Connect, then try again.' };
  if (name === 'EngineBootError' && message.includes('Content-Security-Policy'))
    return { ...words, advice: 'This page’s security policy blocks it. Only its author can change that.' };
  return words;
}

/** Browsers report this only if they are certain. @see https://html.spec.whatwg.org/multipage/system-state.html#navigator.online */
function isOffline(): boolean {
  return globalThis.navigator?.onLine === false;
}

/** The errors of the Interactions API have the API's whole answer beside their message. */
function bodyOf(error: unknown): string | undefined {
  const body = error instanceof Error && 'body' in error ? error.body : undefined;
  return typeof body === 'string' && body !== '' ? body : undefined;
}

/** Recognizes the SDK's ApiError by its shape: the SDK is loaded late. */
function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('status' in error)) return undefined;
  return typeof error.status === 'number' ? error.status : undefined;
}
