import type {
  AnswerNotice,
  ErrorNotice,
  GloveBox,
  GloveCell,
  ReadyNotice,
  ResultNotice,
  RunNotice,
} from '../build/library/widget.js';

type Shared = 'assets' | 'frame' | 'packages' | 'timeout' | 'theme';

/** What can be set of `<glove-box>`. */
export type BoxProperties = Partial<
  Pick<GloveBox, Shared | 'model' | 'demo' | 'autoplay' | 'pace' | 'prompt' | 'mode' | 'baseUrl' | 'persist' | 'apiKey'>
> & { 'base-url'?: string | undefined };

/** What can be set of `<glove-cell>`. */
export type CellProperties = Partial<
  Pick<GloveCell, Shared | 'code' | 'language' | 'session' | 'autorun' | 'readonly'>
>;

export interface BoxEvents {
  'glove-ready': ReadyNotice;
  'glove-answer': AnswerNotice;
  'glove-error': ErrorNotice;
}

export interface CellEvents {
  'glove-ready': ReadyNotice;
  'glove-run': RunNotice;
  'glove-result': ResultNotice;
  'glove-error': ErrorNotice;
}

/** Listeners as React 19 and Svelte 5 have them: `onglove-ready`. */
export type Listeners<Events> = { [Name in keyof Events & string as `on${Name}`]?: (event: Events[Name]) => void };
