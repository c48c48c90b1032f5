/** The widget's only script: `<glove-box>`, a conversation with its Python, and `<glove-cell>`, code that the reader can run. */
import { GloveBox } from './widget/box.ts';
import { GloveCell } from './widget/cell.ts';
import { setHome } from './widget/home.ts';

export { AnswerNotice } from './ui/events.ts';
export { ErrorNotice, ReadyNotice, ResultNotice, RunNotice } from './widget/events.ts';
export { NotAskedError } from './widget/notAskedError.ts';
export { GloveBox, GloveCell };

setHome(() => import.meta.url);
if (!customElements.get('glove-box')) customElements.define('glove-box', GloveBox);
if (!customElements.get('glove-cell')) customElements.define('glove-cell', GloveCell);
