import { connect } from './chat/live/connect.ts';
import { PageSession } from './chat/pageSession.ts';
import { IndexedDbStore } from './chat/storage/indexedDbStore.ts';
import { Preferences } from './chat/storage/preferences.ts';
import { GloveAnswerEvent } from './elements/events.ts';
import { register } from './elements/register.ts';
import type { App } from './page/app.ts';
import { appearance } from './page/appearance.ts';
import { FIRST_ELEMENTS } from './page/firstElements.ts';
import { loadConversation } from './page/lazyElements.ts';
import { loadTexts } from './page/pageLanguage.ts';

appearance.apply();
const texts = loadTexts();
const address = new URLSearchParams(location.search);
// Several pages may share a host.
const place = `page ${new URL('.', document.baseURI).pathname}`;

const session = new PageSession({
  createSandbox: async (options) => (await import('./sandbox/sandbox.ts')).Sandbox.create(options),
  connect,
  store: new IndexedDbStore(place),
  preferences: new Preferences(place),
  ...(address.get('mode') === 'server' && { settings: { mode: 'server' } }),
  pace: address.get('pace') === 'instant' ? 'instant' : 'recorded',
  onAnswer: (event) => document.dispatchEvent(new GloveAnswerEvent(event)),
});
session.addEventListener('change', () => showOnRoot(session));
// English is there at once. Code that waited at the top level would wait for itself: texts of the host import from this file.
if (texts) texts.then(start);
else start();

function start(): void {
  register(FIRST_ELEMENTS);
  const app = document.querySelector<App>('glove-app');
  if (app) app.session = session;
  loadRestLater(app);

  const demo = address.get('demo');
  if (demo !== null) session.playDemo(demo);
  const restored = session.saved.restore().then(() => app?.openSharedLink());
  afterFirstPaint(async () => {
    await restored;
    session.loadEngine();
    loadConversation();
  });
}

/** Waits for Python, which comes first. Files in the browser's cache are then not downloaded again. */
function loadRestLater(app: App | null): void {
  const look = async () => {
    if (!['ready', 'failed'].includes(session.engine.state)) return;
    session.removeEventListener('change', look);
    if ('modelContext' in document) offerToAgents();
    if (!savesData()) {
      const { preload } = await import('./page/preload.ts');
      await preload();
    }
    if (!app || !import.meta.env.PROD || !('serviceWorker' in navigator)) return;
    const { registerServiceWorker } = await import('./page/updates/registerServiceWorker.ts');
    await registerServiceWorker(app);
  };
  session.addEventListener('change', look);
}

/** Offers Python to the browser's agent, if there is one. It is ready by then: browsers drop results of calls that add a frame. */
async function offerToAgents(): Promise<void> {
  const { offerPython } = await import('./page/agents/offerPython.ts');
  await offerPython(session);
}

/** Whether the user asked the browser to save data. @see https://wicg.github.io/savedata/#savedata-attribute */
function savesData(): boolean {
  const { connection } = navigator as Navigator & { connection?: { saveData?: boolean } };
  return connection?.saveData === true;
}

/** Shows the state on the root element, for tests and scripts that drive the page. */
function showOnRoot({ engine, conversation, autosave }: PageSession): void {
  const { dataset } = document.documentElement;
  dataset.engine = engine.state === 'idle' ? 'loading' : engine.state;
  dataset.answer = conversation?.answer.state ?? 'idle';
  dataset.saved = String(autosave?.settled ?? true);
}

function afterFirstPaint(work: () => void): void {
  requestAnimationFrame(() => {
    if ('requestIdleCallback' in window) requestIdleCallback(work, { timeout: 1000 });
    else setTimeout(work);
  });
}
