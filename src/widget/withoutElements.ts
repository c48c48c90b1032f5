/**
 * What `glovebox/widget` is where nothing is shown: in workers, and on servers at the edge, which are none of Node. The elements start in the
 * browser, so their classes have nothing in them here.
 */
export { GloveAnswerEvent, GloveDraftEvent } from '../elements/events.ts';
export { GloveErrorEvent, GloveReadyEvent, GloveResultEvent, GloveRunEvent } from './events.ts';
export { NotAskedError } from './notAskedError.ts';

export class GloveBox {}

export class GloveCell {}
