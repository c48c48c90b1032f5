/** The elements in components of Svelte 5: `import type {} from 'glovebox/svelte'`. */
import type { HTMLAttributes } from 'svelte/elements';
import type { GloveBox, GloveCell } from '../build/library/entries/widget.js';
import type { BoxEvents, BoxProperties, CellEvents, CellProperties, Listeners } from './elements.js';

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'glove-box': HTMLAttributes<GloveBox> & BoxProperties & Listeners<BoxEvents>;
    'glove-cell': HTMLAttributes<GloveCell> & CellProperties & Listeners<CellEvents>;
  }
}
