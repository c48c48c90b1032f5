import { nameOfModel, worksOffline } from '../chat/live/settings.ts';
import type { Session } from '../chat/session.ts';
import { app } from '../language/en/app.ts';

/** Says where the next answer comes from. */
export function describeSource({ settings, obstacle, conversation }: Session): string {
  if (!navigator.onLine && !worksOffline(settings)) return app.offline;
  if (obstacle === 'demos-only') return app.demosOnly;
  if (!obstacle && conversation?.source.type !== 'demo') return nameOfModel(settings);
  if (conversation?.source.type === 'live') return obstacle === 'needs-server' ? app.noServer : app.noKey;
  return conversation ? app.offlineDemo : app.offlineDemos;
}
