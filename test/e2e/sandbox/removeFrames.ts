import { Sandbox } from '../../../src/entries/index.ts';

interface Saving {
  /** Of the server of engines. */
  origin: string;
  frames: number;
  /** Of the session that each frame holds. */
  bytes: number;
}

/** Removes frames while their sessions are saved. Another frame stays, and keeps their process alive. */
export async function removeWhileSaving({ origin, frames, bytes }: Saving): Promise<void> {
  await Sandbox.create({ assets: `${origin}/engine/` });
  const staying = document.querySelector('iframe');
  for (let frame = 0; frame < frames; frame += 1) {
    const sandbox = await Sandbox.create({ assets: `${origin}/as/${frame}/engine/` });
    await sandbox.run(`import random\nheld = random.randbytes(${bytes})`);
    const checkpoint = await sandbox.checkpoint();
    const saved = checkpoint.toBlob().catch(() => {});
    for (const each of document.querySelectorAll('iframe')) if (each !== staying) each.remove();
    await sandbox.close();
    await saved;
  }
}
