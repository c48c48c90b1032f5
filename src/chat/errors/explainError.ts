import { errorMessage, GloveboxError, isNetworkFailure } from '../../errors.ts';
import { errors } from '../../language/en/errors.ts';
import { apiErrorMessage } from './apiErrorMessage.ts';
import { explained } from './explained.ts';
import { explainStatus } from './explainStatus.ts';
import { ExplainedError, type Explanation } from './explanation.ts';

type Words = Omit<Explanation, 'detail'>;

const UNKNOWN = explained('unknown', 'unknownAdvice');
const OFFLINE = explained('offline', 'offlineAdvice');
const UNREACHABLE = explained('unreachable', 'unreachableAdvice');
const NOT_STORED = explained('notStored', 'notStoredAdvice');
const NOT_OPENED = explained('notOpened', 'notOpenedAdvice');

/** By the error's name, because most of the classes are loaded late. */
const OWN: Readonly<Record<string, () => Words>> = {
  UnknownModelError: explained('noModel', 'chooseModelBelow', { remedy: 'model' }),
  InvalidOptionError: explained('wrongSetup', 'wrongSetupAdvice'),
  EngineDownloadError: explained('notDownloaded', 'reconnect'),
  EngineBootError: explained('notStarted', 'notStartedAdvice'),
  MalformedResponseError: explained('notRead', 'notReadAdvice'),
  WorkerDiedError: explained('crashed', 'crashedAdvice'),
  StorageError: NOT_STORED,
  SnapshotError: NOT_STORED,
  AttachmentError: explained('notSent', 'notSentAdvice'),
  PythonFileError: explained('notAdded', 'notAddedAdvice'),
  SandboxFileError: explained('notUsed', 'notUsedAdvice'),
  ConversationFileError: NOT_OPENED,
  ConversationRecordError: NOT_OPENED,
  ShareLinkError: explained('linkNotOpened', 'nothingChanged'),
  PageFileError: explained('pageFile', 'reconnect'),
  QuestionBlockedError: explained('questionBlocked', 'rephrase', { remedy: 'question' }),
  AnswerBlockedError: explained('answerBlocked', 'rephraseQuestion', { remedy: 'question' }),
  BuiltInModelError: explained('noBuiltIn', 'noBuiltInAdvice', { settings: true, remedy: 'provider' }),
  ContextWindowError: explained('tooLong', 'tooLongAdvice', { settings: true, remedy: 'question' }),
  EmptyAnswerError: explained('empty', 'emptyAdvice'),
  InvalidCassetteError: explained('noDemo', 'noDemoAdvice'),
  DemoPackagesError: explained('demoPackages', 'demoPackagesAdvice', { remedy: 'demos' }),
  CassetteMismatchError: explained('mismatch', 'mismatchAdvice'),
};

export function explainError(error: unknown): Explanation {
  if (error instanceof ExplainedError) return error.explanation;
  const message = bodyOf(error) ?? errorMessage(error);
  const detail = apiErrorMessage(message);
  if (GloveboxError.is(error)) return { ...explainOwn(error), detail };
  const status = statusOf(error);
  if (status !== undefined) return { ...explainStatus({ status, detail, message }), detail };
  if (!(error instanceof TypeError && isNetworkFailure(message))) return { ...UNKNOWN(), detail };
  if (isOffline()) return { ...OFFLINE(), detail, offline: true };
  return { ...UNREACHABLE(), detail, settings: true };
}

function explainOwn({ name, message }: GloveboxError): Words {
  const words = (OWN[name] ?? UNKNOWN)();
  if (name === 'EngineDownloadError' && isOffline()) return { ...words, advice: errors.offlineDownload };
  if (name === 'EngineBootError' && message.includes('Content-Security-Policy'))
    return { ...words, advice: errors.policyAdvice };
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
