/** The elements in templates of Vue 3: `import type {} from 'glovebox/vue'`. */
import type { HTMLAttributes, PublicProps } from 'vue';
import type { GloveBox, GloveCell } from '../build/library/entries/widget.js';
import type { BoxEvents, BoxProperties, CellEvents, CellProperties } from './elements.js';

type Emit<Events> = <Name extends keyof Events>(name: Name, event: Events[Name]) => void;

/** @see https://vuejs.org/guide/extras/web-components.html#non-vue-web-components-and-typescript */
type CustomElement<Kind, Properties, Events> = new () => Kind & {
  $props: HTMLAttributes & Properties & PublicProps;
  $emit: Emit<Events>;
};

declare module 'vue' {
  interface GlobalComponents {
    'glove-box': CustomElement<GloveBox, BoxProperties, BoxEvents>;
    'glove-cell': CustomElement<GloveCell, CellProperties, CellEvents>;
  }
}
