/**
 * The script of the widget: `<glove-box>`, a conversation with its Python, and `<glove-cell>`, code that the user can run.
 *
 * @module widget
 */

import { type PageLanguage, readPageLanguage } from '../language/pageLanguage.ts';
import { setAssetBase } from '../widget/assetBase.ts';
import { GloveBox } from '../widget/box/gloveBox.ts';
import { GloveCell } from '../widget/cell/gloveCell.ts';

export { GloveAnswerEvent, GloveDraftEvent } from '../elements/events.ts';
export {
  GloveCheckEvent,
  GloveErrorEvent,
  GloveReadyEvent,
  GloveResultEvent,
  GloveRunEvent,
} from '../widget/events.ts';
export { NotAskedError } from '../widget/notAskedError.ts';
export { GloveBox, GloveCell };

setAssetBase(() => import.meta.url);
const page = readPageLanguage();
// The elements are registered at once if their texts are here, else when these have come.
if (page.language === 'en' && page.words === undefined) define();
else load(page).then(define, define);

async function load(asked: PageLanguage): Promise<void> {
  const { usePageLanguage } = await import('../language/usePageLanguage.ts');
  await usePageLanguage(asked);
}

function define(): void {
  if (!customElements.get('glove-box')) customElements.define('glove-box', GloveBox);
  if (!customElements.get('glove-cell')) customElements.define('glove-cell', GloveCell);
}
