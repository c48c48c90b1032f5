/** The elements in JSX of Solid 1: `import type {} from 'glovebox/solid'`. Listeners are called `on:glove-ready`. */
import type { JSX as SolidJSX } from 'solid-js';
import type { GloveBox, GloveCell } from '../build/library/entries/widget.js';
import type { BoxEvents, BoxProperties, CellEvents, CellProperties, Listeners } from './elements.js';

declare module 'solid-js' {
  namespace JSX {
    interface IntrinsicElements {
      'glove-box': SolidJSX.HTMLAttributes<GloveBox> & BoxProperties & Listeners<BoxEvents, 'on:'>;
      'glove-cell': SolidJSX.HTMLAttributes<GloveCell> & CellProperties & Listeners<CellEvents, 'on:'>;
    }
  }
}
