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
      advice: 'Check your connection, and the address in Settings if you use a proxy. Then try again.',
      detail,
      settings: true,
    };
  }
  return {
    title: 'Something went wrong',
    advice: 'Nothing that has arrived is lost. Try again.',
    detail,
    settings: false,
  };
}

const OFFLINE = {
  title: 'You are offline',
  advice: 'Your question is saved. Connect, then choose Retry to continue the answer.',
};

/** Browsers report this only if they are certain. @see https://html.spec.whatwg.org/multipage/system-state.html#navigator.online */
function isOffline(): boolean {
  return globalThis.navigator?.onLine === false;
}

const RECONNECT = 'Check your connection, then try again.';

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
          ? 'This page’s security policy blocks it. Only its author can change that.'
          : 'Try again. If that does not help, close other tabs or try another browser.',
      };
    case 'MalformedResponseError':
      return {
        title: 'The answer could not be read',
        advice: 'Try again. If you use a proxy, it may change the API’s answers.',
      };
    case 'WorkerDiedError':
      return {
        title: 'Python crashed',
        advice: 'Its variables are lost. Python restarts with the next run: try again.',
      };
    case 'StorageError':
    case 'SnapshotError':
      return {
        title: 'The browser could not save or restore something',
        advice: 'Delete conversations that you do not need, or allow this site to store data, then try again.',
      };
    case 'AttachmentError':
      return { title: 'The files could not be sent', advice: 'Send fewer or smaller files.' };
    case 'PythonFileError':
      return { title: 'A file could not be added', advice: 'The files that Python has already are unchanged.' };
    case 'SandboxFileError':
      return { title: 'This file cannot be used', advice: 'Code may have deleted or changed it.' };
    case 'ConversationFileError':
    case 'ConversationRecordError':
      return { title: 'This file cannot be opened', advice: 'Nothing here has changed. Choose another file.' };
    case 'PageFileError':
      return { title: 'A file of this page could not be loaded', advice: RECONNECT };
    case 'QuestionBlockedError':
      return { title: 'Gemini blocked this question', advice: 'Rephrase it.', remedy: 'question' };
    case 'AnswerBlockedError':
      return { title: 'Gemini blocked its answer', advice: 'Rephrase your question.', remedy: 'question' };
    case 'EmptyAnswerError':
      return { title: 'The model sent an empty answer', advice: 'Try again, or rephrase your question.' };
    case 'InvalidCassetteError':
      return { title: 'This demo cannot be played', advice: 'Choose another demo.' };
    case 'DemoPackagesError':
      return {
        title: 'The packages of this demo could not be downloaded',
        advice: 'They come from Pyodide, at cdn.jsdelivr.net. Check your connection and the settings, then try again.',
      };
    case 'CassetteMismatchError':
      return {
        title: 'The recording does not match Python’s output',
        advice: 'The demo stops here, because the recorded answer would contradict the output. Try again.',
      };
    default:
      return { title: 'Something went wrong', advice: 'Nothing that has arrived is lost. Try again.' };
  }
}

/** Recognizes the SDK's ApiError by its shape: the SDK is loaded late. */
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
