/** The elements in JSX of Preact: `import type {} from 'glovebox/preact'`. */
import type { JSX as PreactJSX } from 'preact';
import type { GloveBox, GloveCell } from '../build/library/entries/widget.js';
import type { BoxEvents, BoxProperties, CellEvents, CellProperties, Listeners } from './elements.js';

declare module 'preact' {
  namespace JSX {
    interface IntrinsicElements {
      'glove-box': PreactJSX.HTMLAttributes<GloveBox> & BoxProperties & Listeners<BoxEvents>;
      'glove-cell': PreactJSX.HTMLAttributes<GloveCell> & CellProperties & Listeners<CellEvents>;
    }
  }
}
