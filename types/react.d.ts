/** Hooks, and the elements in JSX of React 19: `import type {} from 'glovebox/react'`. */
import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { GloveBox, GloveCell } from '../build/library/entries/widget.js';

export * from '../build/library/entries/react.js';

import type { BoxEvents, BoxProperties, CellEvents, CellProperties, Listeners } from './elements.js';

type CustomElement<Kind> = DetailedHTMLProps<HTMLAttributes<Kind>, Kind>;

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'glove-box': CustomElement<GloveBox> & BoxProperties & Listeners<BoxEvents>;
      'glove-cell': CustomElement<GloveCell> & CellProperties & Listeners<CellEvents>;
    }
  }
}
