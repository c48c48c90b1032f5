import { isTexts } from '../../serviceWorker/keptFiles.ts';

/** Has the service worker keep the texts of the page's language for offline visits: they were loaded before it was there. */
export async function keepTexts(): Promise<void> {
  const loaded = performance.getEntriesByType('resource').find(({ name }) => isTexts(name));
  if (!loaded) return;
  const { serviceWorker } = navigator;
  if (!serviceWorker.controller) {
    await new Promise((resolve) => serviceWorker.addEventListener('controllerchange', resolve, { once: true }));
  }
  // Best effort: the next visit tries again.
  await fetch(loaded.name).catch(() => {});
}
