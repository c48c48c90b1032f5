/** Visits of a page whose engine no other sandbox uses. */
import { inject } from 'vitest';
import { Sandbox, type SandboxProgress } from '../../../../src/entries/index.ts';

/** Beside it nothing else keeps the engine, so that closing its sandboxes is leaving the page. */
export const VISITED = `${inject('mirror').origin}/engine/`;
export const CACHE = 'glovebox-snapshots';

export async function kept(folder = VISITED): Promise<Request[]> {
  const cache = await caches.open(CACHE);
  return (await cache.keys()).filter(({ url }) => url.startsWith(folder));
}

export async function forgetKept(folder = VISITED): Promise<void> {
  for (const request of await kept(folder)) await (await caches.open(CACHE)).delete(request);
}

export async function visit(
  use: (sandbox: Sandbox, refused: string[]) => Promise<void>,
  assets: string = VISITED,
): Promise<void> {
  const refused: string[] = [];
  const onProgress = (progress: SandboxProgress) => {
    if (progress.step === 'snapshot-refused') refused.push(progress.reason);
  };
  const sandbox = await Sandbox.create({ assets, onProgress });
  try {
    await use(sandbox, refused);
  } finally {
    await sandbox.close();
  }
}
