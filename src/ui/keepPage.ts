import type { App } from './components/app.ts';
import { UpdateNote } from './components/updateNote.ts';
import { register } from './loadElements.ts';
import { PageUpdates } from './pageUpdates.ts';

/** Has the browser keep the page for visits without a network, and the reader told of newer builds. */
export async function keepPage(app: App): Promise<void> {
  register({ 'glove-update-note': UpdateNote });
  app.updates = new PageUpdates();
  await app.updates.start();
}
