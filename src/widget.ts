/** The widget's only script: `<glove-box>`, a conversation with its Python, and `<glove-cell>`, code that the reader can run. */

import { setHome } from './widget/assetBase.ts';
import { GloveBox } from './widget/gloveBox.ts';
import { GloveCell } from './widget/gloveCell.ts';

export { AnswerNotice } from './elements/events.ts';
export { ErrorNotice, ReadyNotice, ResultNotice, RunNotice } from './widget/events.ts';
export { NotAskedError } from './widget/notAskedError.ts';
export { GloveBox, GloveCell };

setHome(() => import.meta.url);
if (!customElements.get('glove-box')) customElements.define('glove-box', GloveBox);
if (!customElements.get('glove-cell')) customElements.define('glove-cell', GloveCell);
