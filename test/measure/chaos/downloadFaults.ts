/** Downloads that break off: of packages, which the session must survive, and of the engine, without which there is none. */
import { EngineBootError, EngineDownloadError, Sandbox } from '../../../src/entries/index.ts';
import { IMPORT_TIMEOUT, type Scene, sleep } from './scene.ts';
import { inTime, type ModelledSession } from './session.ts';

const PACKAGES = ['greetings', 'drawing', 'heavy', 'pandas', 'matplotlib'];
/** What the mirror does with an engine, by the name of the folder. */
const BAD_ENGINES = ['missing', 'page', 'truncated', 'broken-off'];
/** After these it takes as long as one waits for a server that says nothing. */
const SILENT_ENGINES = ['silent', 'stalled'];

export async function cutDownload(scene: Scene, session: ModelledSession): Promise<void> {
  const moment = scene.choose('moments', ['engine', 'packages']);
  if (moment === 'packages') return cutPackage(scene, session);
  const frames = document.querySelectorAll('iframe').length;
  await cutEngine(scene);
  // One that was still on its way in goes when it is there.
  for (let wait = 0; document.querySelectorAll('iframe').length > frames; wait += 1) {
    if (wait === 100) throw new Error('A frame is left of an engine that did not come.');
    await sleep(100);
  }
}

async function cutPackage(scene: Scene, session: ModelledSession): Promise<void> {
  scene.choose('ways', ['cut package']);
  const load = `import ${scene.random.pick(PACKAGES)}`;
  const cut = outside('cutDownloads', scene.random.integer(0, 150));
  const isLoaded = await session.withTimeout(IMPORT_TIMEOUT, async () => {
    await session.leaveSomething(load);
    await cut;
    return session.leaveSomething(load);
  });
  if (!isLoaded) throw new Error(`After its download was cut, "${load}" fails for good.`);
}

async function cutEngine(scene: Scene): Promise<void> {
  const way = scene.choose('ways', ['cut engine', ...(scene.random.chance(0.05) ? SILENT_ENGINES : BAD_ENGINES)]);
  const { mirror } = scene.plan;
  const isCut = way === 'cut engine';
  const assets = `${mirror}/as/${scene.name}/${isCut ? '' : `${way}/`}engine/`;
  const cut = isCut ? outside('cutDownloads', scene.random.integer(0, 200)) : undefined;
  try {
    const sandbox = await inTime('an engine', Sandbox.create({ assets }));
    await sandbox.close();
    if (!isCut) throw new Error(`An engine that was ${way} was taken for a whole one.`);
  } catch (error) {
    if (!(error instanceof EngineDownloadError) && !(error instanceof EngineBootError)) throw error;
  }
  await cut;
}
