import { expect, it, onTestFinished, vi } from 'vitest';
import { EngineBootError, Sandbox } from '../../../src/entries/index.ts';

/** A document that says that it is the sealed frame, and tells whatever it then hears. */
const IMPOSTOR = `<script>
  addEventListener('message', ({ ports: [port] }) => {
    port.onmessage = () => parent.postMessage('the impostor was told something', '*');
    port.postMessage({ type: 'connected' });
    port.postMessage({ type: 'connected', secret: '' });
  });
</script>`;

/** Has another document loaded in each frame that the page makes, as a page that embeds this one could. */
function takeFramesOver(): void {
  const replaced = vi.spyOn(HTMLIFrameElement.prototype, 'srcdoc', 'set').mockImplementation(function (
    this: HTMLIFrameElement,
  ) {
    this.setAttribute('srcdoc', IMPOSTOR);
  });
  onTestFinished(() => replaced.mockRestore());
}

it('another document in the place of the sealed frame is told nothing, and the page that it is there', async () => {
  const heard: unknown[] = [];
  const listen = ({ data }: MessageEvent) => heard.push(data);
  addEventListener('message', listen);
  onTestFinished(() => removeEventListener('message', listen));
  takeFramesOver();
  // A folder of its own: no other sandbox of the page has its engine from there.
  const creating = Sandbox.create({ assets: '/pyodide/?impostor' });
  await expect(creating).rejects.toThrow(/^Another document has taken the place of the sealed frame\./);
  await expect(creating).rejects.toBeInstanceOf(EngineBootError);
  expect(heard).not.toContain('the impostor was told something');
});
