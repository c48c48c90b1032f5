import { expect, it } from 'vitest';
import { Sandbox } from '../../../src/entries/index.ts';
import { ASSETS } from './freshSandbox.ts';

declare module 'vitest' {
  interface TaskMeta {
    /** What this browser cannot do in such a page, without which there is no sandbox. */
    impossible?: string;
  }
}

/** A frame like the sealed one, with a worker like those in it, and nothing of ours. */
const SEALED_WORKER = `<script>
  const worker = new Worker(URL.createObjectURL(new Blob(['postMessage("started")'], { type: 'text/javascript' })));
  worker.onmessage = worker.onerror = ({ data }) => parent.postMessage({ sealedWorker: data === 'started' }, '*');
</script>`;

async function startsSealedWorker(): Promise<boolean> {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-scripts');
  frame.allow = 'cross-origin-isolated';
  frame.srcdoc = SEALED_WORKER;
  const said = new Promise<boolean>((resolve) => {
    addEventListener('message', ({ source, data }) => {
      if (source === frame.contentWindow) resolve(data.sealedWorker);
    });
  });
  document.body.append(frame);
  const started = await said;
  frame.remove();
  return started;
}

it('a sandbox starts if the browser starts a worker in a sealed frame, and says so if it starts none', async ({
  task,
}) => {
  const creating = Sandbox.create({ assets: ASSETS });
  if (await startsSealedWorker()) {
    await using sandbox = await creating;
    expect((await sandbox.run('print(1 + 1)')).output).toBe('2\n');
    return;
  }
  task.meta.impossible = 'the browser starts no worker in a sealed frame of such a page';
  await expect(creating).rejects.toThrow(/WebKit starts none in a sealed frame of a cross-origin-isolated page/);
});
