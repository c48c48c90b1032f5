import type { AnswerEvent } from '../answer/events.ts';
import type { LiveSettings } from '../chat/live/settings.ts';

/** The elements' requests to the owner of the session bubble out of shadow roots. */
const OUTWARD = { bubbles: true, composed: true };

/** The user chose a demo. */
export class PlayEvent extends Event {
  constructor(readonly demo: string) {
    super('glove-play', OUTWARD);
  }
}

/** The user asked a question. `preventDefault` means that it was not sent, so the text stays in the field. */
export class AskEvent extends Event {
  constructor(
    readonly question: string,
    readonly files: readonly File[],
  ) {
    super('glove-ask', { ...OUTWARD, cancelable: true });
  }
}

/**
 * The user wants to ask about something that is shown. Whoever has a field for questions puts the question there and calls
 * `preventDefault()`. An empty question only asks whether there is such a field.
 */
export class GloveDraftEvent extends Event {
  static readonly type = 'glove-draft';
  /** Code may have chosen names in it: show it to the user before it is sent. */
  readonly question: string;

  constructor(question: string) {
    super(GloveDraftEvent.type, { ...OUTWARD, cancelable: true });
    this.question = question;
  }
}

/** The user saved settings. */
export class SettingsEvent extends Event {
  constructor(readonly settings: LiveSettings) {
    super('glove-settings', OUTWARD);
  }
}

/** The user changed the notes. */
export class NotesEvent extends Event {
  constructor(readonly notes: readonly string[]) {
    super('glove-notes', OUTWARD);
  }
}

/** A part of the answer arrived. Dispatched on the page's document or a `<glove-box>`, for code outside. */
export class GloveAnswerEvent extends Event {
  static readonly type = 'glove-answer';
  /** The event of the answer, as `onEvent` of `withLocalPython` gets it. */
  readonly answer: AnswerEvent;

  constructor(answer: AnswerEvent) {
    super(GloveAnswerEvent.type, OUTWARD);
    this.answer = answer;
  }
}

/** The user has chosen a conversation by a text that is in it. */
export class FindEvent extends Event {
  constructor(readonly text: string) {
    super('glove-find', OUTWARD);
  }
}

/** The user wants something done. */
export class ActionEvent extends Event {
  constructor(readonly action: Action) {
    super('glove-action', OUTWARD);
  }
}

/** Dispatches an action, as a click on a button does. */
export function act(element: EventTarget, action: Action): void {
  element.dispatchEvent(new ActionEvent(action));
}

export type Action =
  | 'stop'
  | 'retry'
  | 'rephrase'
  | 'undo-answer'
  | 'show-welcome'
  | 'show-demos'
  | 'open-scratchpad'
  | 'break-out'
  | 'new-conversation'
  | 'use-here'
  | 'save-file'
  | 'open-file'
  | 'load-engine'
  | 'open-settings'
  | 'open-notes'
  | 'open-conversations'
  | 'open-statistics'
  | 'show-conversation'
  | 'find'
  | 'share'
  | 'export-notebook'
  | 'export-page'
  | 'export-script'
  | 'list-demos'
  | 'toggle-files'
  | 'toggle-variables'
  | 'update'
  | 'update-later';

declare global {
  interface GlobalEventHandlersEventMap {
    'glove-play': PlayEvent;
    'glove-ask': AskEvent;
    'glove-draft': GloveDraftEvent;
    'glove-settings': SettingsEvent;
    'glove-notes': NotesEvent;
    'glove-find': FindEvent;
    'glove-action': ActionEvent;
    'glove-answer': GloveAnswerEvent;
  }
}
