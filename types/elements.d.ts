import type {
  GloveAnswerEvent,
  GloveBox,
  GloveCell,
  GloveErrorEvent,
  GloveReadyEvent,
  GloveResultEvent,
  GloveRunEvent,
} from '../build/library/entries/widget.js';

type Shared = 'assets' | 'frameUrl' | 'packages' | 'timeout' | 'theme';
/** How markup spells attributes of more than one word. */
type Attributes<Name extends string> = Partial<Record<Name, string | undefined>>;

/** Attributes and properties of `<glove-box>`. */
export type BoxProperties = Partial<
  Pick<
    GloveBox,
    Shared | 'provider' | 'model' | 'demo' | 'autoplay' | 'pace' | 'prompt' | 'mode' | 'baseUrl' | 'persist' | 'apiKey'
  >
> &
  Attributes<'base-url' | 'frame-url'>;

/** Attributes and properties of `<glove-cell>`. */
export type CellProperties = Partial<
  Pick<GloveCell, Shared | 'code' | 'language' | 'session' | 'autorun' | 'readonly'>
> &
  Attributes<'frame-url'>;

export interface BoxEvents {
  'glove-ready': GloveReadyEvent;
  'glove-answer': GloveAnswerEvent;
  'glove-error': GloveErrorEvent;
}

export interface CellEvents {
  'glove-ready': GloveReadyEvent;
  'glove-run': GloveRunEvent;
  'glove-result': GloveResultEvent;
  'glove-error': GloveErrorEvent;
}

/** Listeners in the form of React 19 and Svelte 5: `onglove-ready`. */
export type Listeners<Events> = { [Name in keyof Events & string as `on${Name}`]?: (event: Events[Name]) => void };
