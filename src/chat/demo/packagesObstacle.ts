import type { LiveSettings } from '../live/settings.ts';

/** What keeps packages from being downloaded: the settings, or that there is no network. */
export type PackagesObstacle = 'not-allowed' | 'offline';

export function packagesObstacle({ mode, packages }: LiveSettings): PackagesObstacle | undefined {
  if (mode === 'demos' || packages === 'vendored') return 'not-allowed';
  return globalThis.navigator?.onLine === false ? 'offline' : undefined;
}
