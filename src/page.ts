import type { App } from './ui/components/app.ts';
import { connect } from './ui/connect.ts';
import { defineElements } from './ui/define.ts';
import { AnswerNotice } from './ui/events.ts';
import { Session } from './ui/session.ts';

defineElements();
const address = new URLSearchParams(location.search);

const session = new Session({
  createSandbox: async (options) => (await import('./sandbox/sandbox.ts')).Sandbox.create(options),
  connect,
  pace: address.get('pace') === 'instant' ? 'instant' : 'recorded',
  onAnswer: (event) => document.dispatchEvent(new AnswerNotice(event)),
});
session.addEventListener('change', () => showOnRoot(session));
const app = document.querySelector<App>('glove-app');
if (app) app.session = session;

const demo = address.get('demo');
if (demo !== null) session.playDemo(demo);
afterFirstPaint(() => session.loadEngine());

/** For whoever drives this page from outside: tests, and the demo in a terminal. */
function showOnRoot({ engine, conversation }: Session): void {
  const { dataset } = document.documentElement;
  dataset.engine = engine.state === 'idle' ? 'loading' : engine.state;
  dataset.answer = conversation?.answer.state ?? 'idle';
}

function afterFirstPaint(work: () => void): void {
  requestAnimationFrame(() => {
    if ('requestIdleCallback' in window) requestIdleCallback(work, { timeout: 1000 });
    else setTimeout(work);
  });
}
