import { Sandbox } from 'glovebox/sandbox';
import type { Show } from './show.ts';

let sandbox: Promise<Sandbox> | undefined;

/** Runs Python in this tab. Its variables stay from program to program. */
export async function ask(code: string, show: Show): Promise<void> {
  sandbox ??= Sandbox.create();
  const { output, images } = await (await sandbox).run(code);
  show('output', output);
  for (const { dataUrl } of images) show('picture', dataUrl);
}
