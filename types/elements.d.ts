import type {
  GloveAnswerEvent,
  GloveBox,
  GloveCell,
  GloveCheckEvent,
  GloveDraftEvent,
  GloveErrorEvent,
  GloveReadyEvent,
  GloveResultEvent,
  GloveRunEvent,
} from '../build/library/entries/widget.js';

type Shared = 'assets' | 'frameUrl' | 'packages' | 'origins' | 'timeout' | 'theme' | 'tools';
/** How markup spells attributes of more than one word. */
type Attributes<Name extends string> = Partial<Record<Name, string | undefined>>;

/** Attributes and properties of `<glove-box>`. */
export type BoxProperties = Partial<
  Pick<
    GloveBox,
    | Shared
    | 'provider'
    | 'model'
    | 'demo'
    | 'autoplay'
    | 'pace'
    | 'prompt'
    | 'mode'
    | 'api'
    | 'baseUrl'
    | 'persist'
    | 'apiKey'
  >
> &
  Attributes<'base-url' | 'frame-url'>;

/** Attributes and properties of `<glove-cell>`. */
export type CellProperties = Partial<
  Pick<
    GloveCell,
    | Shared
    | 'code'
    | 'language'
    | 'src'
    | 'files'
    | 'session'
    | 'dependsOn'
    | 'autorun'
    | 'openIn'
    | 'readonly'
    | 'offersRunAll'
    | 'persist'
    | 'solutionAfter'
  >
> &
  Attributes<'frame-url' | 'depends-on' | 'open-in'> & {
    'run-all'?: boolean | undefined;
    'solution-after'?: number | string | undefined;
  };

export interface BoxEvents {
  'glove-ready': GloveReadyEvent;
  'glove-answer': GloveAnswerEvent;
  'glove-error': GloveErrorEvent;
}

export interface CellEvents {
  'glove-ready': GloveReadyEvent;
  'glove-run': GloveRunEvent;
  'glove-result': GloveResultEvent;
  'glove-check': GloveCheckEvent;
  'glove-draft': GloveDraftEvent;
  'glove-error': GloveErrorEvent;
}

/** Listeners in the form of React 19, Preact and Svelte 5 (`onglove-ready`), or with another prefix. */
export type Listeners<Events, Prefix extends string = 'on'> = {
  [Name in keyof Events & string as `${Prefix}${Name}`]?: (event: Events[Name]) => void;
};
