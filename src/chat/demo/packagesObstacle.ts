import type { LiveSettings } from '../live/settings.ts';

/** Why packages cannot be downloaded: the settings, no network, or a server that gave none when it was last asked. */
export type PackagesObstacle = 'not-allowed' | 'offline' | 'not-arrived';

/** What is known without asking a server. */
export function packagesObstacle({
  mode,
  packages,
}: LiveSettings): Exclude<PackagesObstacle, 'not-arrived'> | undefined {
  if (mode === 'demos' || packages === 'vendored') return 'not-allowed';
  return globalThis.navigator?.onLine === false ? 'offline' : undefined;
}
