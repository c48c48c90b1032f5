import { GloveboxError } from '../errors.ts';

/** Why a browser gives no model: it has none, it can't run its model, or a download has to begin with a click. */
export type NoModelReason = 'missing' | 'unavailable' | 'needs-click';

/**
 * What Chrome asks of a computer.
 *
 * @see https://developer.chrome.com/docs/ai/get-started#hardware
 */
const REQUIREMENTS =
  'Windows 10, macOS 13, Linux or a Chromebook Plus; 22 GB of free disk space; a GPU with more than 4 GB of memory, or 16 GB of RAM and ' +
  '4 cores; and an unmetered connection for the download';

const MESSAGES: Readonly<Record<NoModelReason, string>> = {
  missing:
    'This browser has no built-in model. Chrome has one from version 148 on, on computers, for pages with HTTPS or on localhost. ' +
    `It takes ${REQUIREMENTS}. In a frame, the page around it has to allow "language-model".`,
  unavailable:
    "This browser can't run its built-in model here, or not with these languages and inputs. In Chrome it takes " +
    `${REQUIREMENTS}. chrome://on-device-internals shows the reason, and administrators can switch the model off.`,
  'needs-click':
    'The built-in model has to be downloaded first, which browsers begin only after a click or a key press. Call create() in the ' +
    'handler of one.',
};

/** The browser gives no model. The message says what it takes. */
export class BuiltInModelError extends GloveboxError {
  override readonly name = 'BuiltInModelError';
  readonly reason: NoModelReason;

  constructor(reason: NoModelReason, options?: ErrorOptions) {
    super(MESSAGES[reason], options);
    this.reason = reason;
  }
}

/** The question is longer than the model can read, even without the earlier turns of the conversation. */
export class ContextWindowError extends GloveboxError {
  override readonly name = 'ContextWindowError';

  constructor(options?: ErrorOptions) {
    super(
      'This is too long for the built-in model, which reads a few pages at most. Shorten the question, or send a smaller file.',
      options,
    );
  }
}
