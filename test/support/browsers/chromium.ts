import { findBrowser, LAUNCH_ARGUMENTS } from '../../../scripts/findBrowser.ts';
import { titledPlaywright } from './browserTitle.ts';
import type { Engine } from './engine.ts';

/** What goes to any host of this domain would be heard by the listener of the tests. */
const NAMES_LEAD_HOME = '--host-resolver-rules=MAP *.leak.example 127.0.0.1';

/** Playwright's own Chromium, or one of this machine's. */
export function chromium(): Engine {
  const launchOptions = { ...findBrowser(), args: [...LAUNCH_ARGUMENTS, NAMES_LEAD_HOME] };
  return { name: 'chromium', provider: titledPlaywright('Chromium', { launchOptions }) };
}
