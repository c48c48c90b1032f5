import type { LiveSettings } from '../live/settings.ts';

/** Why packages cannot be downloaded: the settings, or no network. */
export type PackagesObstacle = 'not-allowed' | 'offline';

export function packagesObstacle({ mode, packages }: LiveSettings): PackagesObstacle | undefined {
  if (mode === 'demos' || packages === 'vendored') return 'not-allowed';
  return globalThis.navigator?.onLine === false ? 'offline' : undefined;
}
