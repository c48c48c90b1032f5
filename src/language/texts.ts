import type * as english from './en/index.ts';
import type { Translated } from './words.ts';

/** A whole translation: what English has. */
export type Texts = { readonly [Area in keyof typeof english]: Translated<(typeof english)[Area]> };
