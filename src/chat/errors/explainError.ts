import { GloveboxError, isNetworkFailure } from '../../errors.ts';
import { apiErrorMessage } from './apiErrorMessage.ts';
import { explainStatus } from './explainStatus.ts';
import { ExplainedError, type Explanation } from './explanation.ts';

export function explainError(error: unknown): Explanation {
  if (error instanceof ExplainedError) return error.explanation;
  const detail = detailOf(error);
  if (GloveboxError.is(error)) return { ...explainOwn(error), detail, settings: false };
  const status = statusOf(error);
  if (status !== undefined) return { ...explainStatus({ status, detail, message: messageOf(error) }), detail };
  if (error instanceof TypeError && isNetworkFailure(error.message)) {
    if (isOffline()) return { ...OFFLINE, detail, settings: false, offline: true };
    return {
      title: 'The model could not be reached',
      advice: 'Check the connection, and the address in Settings if you use a proxy. Then try again.',
      detail,
      settings: true,
    };
  }
  return { title: 'Something went wrong', advice: 'What had arrived is kept. Try again.', detail, settings: false };
}

/** What had arrived is kept, and so is the question. */
const OFFLINE = {
  title: 'You are offline',
  advice: 'Your question is kept. Connect, then choose Retry: the answer goes on where it was.',
};

/** Browsers say so only where it is certain. @see https://html.spec.whatwg.org/multipage/system-state.html#navigator.online */
function isOffline(): boolean {
  return globalThis.navigator?.onLine === false;
}

const RECONNECT = 'Check the connection, then try again.';

type Words = Pick<Explanation, 'title' | 'advice' | 'remedy'>;

function explainOwn({ name, message }: GloveboxError): Words {
  switch (name) {
    case 'UnknownModelError':
      return {
        title: 'There is no such model',
        advice: 'Choose one of those below, then try again.',
        remedy: 'model',
      };
    case 'EngineDownloadError':
      return {
        title: 'Python could not be downloaded',
        advice: isOffline() ? 'You are offline. Connect, then try again.' : RECONNECT,
      };
    case 'EngineBootError':
      return {
        title: 'Python could not be started',
        advice: /Content-Security-Policy/.test(message)
          ? 'This page does not allow it. Only its author can change that.'
          : 'Try again. If it stays like this, close other tabs or try another browser.',
      };
    case 'MalformedResponseError':
      return {
        title: 'The answer could not be read',
        advice: 'Try again. If you use a proxy, it may change what the API answers.',
      };
    case 'WorkerDiedError':
      return {
        title: 'Python crashed',
        advice: 'Variables are gone. Python starts afresh with the next run: try again.',
      };
    case 'NotKeptError':
    case 'SnapshotError':
      return {
        title: 'The browser could not keep or bring back something',
        advice: 'Delete conversations that you do not need, or allow this site to keep data, then try again.',
      };
    case 'AttachmentError':
      return { title: 'The files could not be sent', advice: 'Send fewer or smaller files.' };
    case 'PythonFileError':
      return { title: 'A file could not be given to Python', advice: 'What is there already stays as it is.' };
    case 'SandboxFileError':
      return { title: 'This file cannot be used', advice: 'It may be gone, or changed by code meanwhile.' };
    case 'ConversationFileError':
    case 'ConversationRecordError':
      return { title: 'This file cannot be opened', advice: 'Everything here is as it was. Choose another file.' };
    case 'PageFileError':
      return { title: 'A file of this page could not be loaded', advice: RECONNECT };
    case 'QuestionBlockedError':
      return { title: 'Gemini blocked this question', advice: 'Put it in other words.', remedy: 'question' };
    case 'AnswerBlockedError':
      return { title: 'Gemini blocked its answer', advice: 'Put the question in other words.', remedy: 'question' };
    case 'EmptyAnswerError':
      return { title: 'The model sent an empty answer', advice: 'Try again, or put the question in other words.' };
    case 'InvalidCassetteError':
      return { title: 'This demo cannot be played', advice: 'Choose another demo.' };
    case 'DemoPackagesError':
      return {
        title: 'The packages of this demo could not be downloaded',
        advice: 'They come from Pyodide, at cdn.jsdelivr.net. Check the connection and the settings, then try again.',
      };
    case 'CassetteMismatchError':
      return {
        title: 'The recording does not fit what Python printed',
        advice: 'The demo stops here rather than show words that do not agree with the output. Try again.',
      };
    default:
      return { title: 'Something went wrong', advice: 'What had arrived is kept. Try again.' };
  }
}

/** The SDK's ApiError, told by its shape: the SDK itself is not loaded until it is needed. */
function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('status' in error)) return undefined;
  return typeof error.status === 'number' ? error.status : undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function detailOf(error: unknown): string {
  return apiErrorMessage(messageOf(error));
}
