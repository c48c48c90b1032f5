import { register } from '../../elements/register.ts';
import type { App } from '../app.ts';
import { keepTexts } from './keepTexts.ts';
import { PageUpdates } from './pageUpdates.ts';
import { UpdateNote } from './updateNote.ts';

/** Stores the page for offline visits, and tells the user about newer builds. */
export async function registerServiceWorker(app: App): Promise<void> {
  register({ 'glove-update-note': UpdateNote });
  app.updates = new PageUpdates();
  await app.updates.start();
  await keepTexts();
}
