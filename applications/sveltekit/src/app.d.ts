/** The types of `<glove-cell>` and `<glove-box>` in components. */
import type {} from 'glovebox/svelte';
