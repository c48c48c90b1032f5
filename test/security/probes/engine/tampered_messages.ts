// Messages that never go out.
// tries: replace the function that sends answers by one that drops them, so that the page waits for ever
// must: end the run at its timeout, and go on with another worker
import type { Attack } from '../../attack.ts';

export default async function drop(attack: Attack): Promise<string> {
  const sandbox = await attack.sandbox();
  const code =
    'import js\nfrom pyodide.ffi import create_proxy\njs.MessagePort.prototype.postMessage = create_proxy(lambda *rest: None)';
  const { status } = await sandbox.run(code, { timeout: 500 });
  const { output } = await sandbox.run('print("goes on")');
  return output === 'goes on\n' ? `blocked: ${status}` : `escaped: ${output}`;
}
