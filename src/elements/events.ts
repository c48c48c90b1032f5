import type { LiveSettings } from '../chat/live/settings.ts';
import type { AnswerEvent } from '../gemini/events.ts';

/** The elements' requests to the owner of the session bubble out of shadow roots. */
const OUTWARD = { bubbles: true, composed: true };

/** The user chose a demo. */
export class PlayEvent extends Event {
  static readonly type = 'glove-play';
  readonly demo: string;

  constructor(demo: string) {
    super(PlayEvent.type, OUTWARD);
    this.demo = demo;
  }
}

/** The user asked a question. `preventDefault` means that it was not sent, so the text stays in the field. */
export class AskEvent extends Event {
  static readonly type = 'glove-ask';
  readonly question: string;
  readonly files: readonly File[];

  constructor(question: string, files: readonly File[]) {
    super(AskEvent.type, { ...OUTWARD, cancelable: true });
    this.question = question;
    this.files = files;
  }
}

/** The user saved settings. */
export class SettingsEvent extends Event {
  static readonly type = 'glove-settings';
  readonly settings: LiveSettings;

  constructor(settings: LiveSettings) {
    super(SettingsEvent.type, OUTWARD);
    this.settings = settings;
  }
}

/** The user changed the notes. */
export class NotesEvent extends Event {
  static readonly type = 'glove-notes';
  readonly notes: readonly string[];

  constructor(notes: readonly string[]) {
    super(NotesEvent.type, OUTWARD);
    this.notes = notes;
  }
}

/** A part of the answer arrived. Dispatched on the page's document or a `<glove-box>`, for code outside. */
export class GloveAnswerEvent extends Event {
  static readonly type = 'glove-answer';
  readonly answer: AnswerEvent;

  constructor(answer: AnswerEvent) {
    super(GloveAnswerEvent.type, OUTWARD);
    this.answer = answer;
  }
}

/** The user clicked a button. */
export class ActionEvent extends Event {
  static readonly type = 'glove-action';
  readonly action: Action;

  constructor(action: Action) {
    super(ActionEvent.type, OUTWARD);
    this.action = action;
  }
}

export type Action =
  | 'stop'
  | 'retry'
  | 'rephrase'
  | 'undo-answer'
  | 'show-demos'
  | 'new-conversation'
  | 'save-file'
  | 'open-file'
  | 'load-engine'
  | 'open-settings'
  | 'open-notes'
  | 'open-conversations'
  | 'open-statistics'
  | 'show-conversation'
  | 'export-notebook'
  | 'export-script'
  | 'list-demos'
  | 'toggle-files'
  | 'update'
  | 'update-later';

declare global {
  interface GlobalEventHandlersEventMap {
    'glove-play': PlayEvent;
    'glove-ask': AskEvent;
    'glove-settings': SettingsEvent;
    'glove-notes': NotesEvent;
    'glove-action': ActionEvent;
    'glove-answer': GloveAnswerEvent;
  }
}
