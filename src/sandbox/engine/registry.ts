import { Engine, type EngineLease, type EngineOptions } from './engine.ts';
import type { EngineProgress } from './loadEngine.ts';

/** The engines that sandboxes of this page share, by the folder that they came from. */
const ENGINES = new Map<string, Engine>();

/**
 * Leases the engine from a folder, and loads it if this page has not done so yet, or the sandbox wants one of its own.
 *
 * @throws EngineDownloadError if a file of the engine can't be downloaded
 * @throws EngineBootError if it can't be compiled
 */
export async function leaseEngine(
  base: URL,
  options: EngineOptions,
  onProgress: ((progress: EngineProgress) => void) | undefined,
  signal: AbortSignal | undefined,
): Promise<EngineLease> {
  if (options.isOwn) return new Engine(base, options, () => {}).lease(options.sources, onProgress, signal);
  let engine = ENGINES.get(base.href);
  if (!engine?.isUsable) {
    const created = new Engine(base, options, () => {
      if (ENGINES.get(base.href) === created) ENGINES.delete(base.href);
    });
    ENGINES.set(base.href, created);
    engine = created;
  }
  return engine.lease(options.sources, onProgress, signal);
}
