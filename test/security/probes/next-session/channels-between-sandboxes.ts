// A channel between two sandboxes.
// tries: speak from one sandbox to another of the same page, which shares its frame and its opaque origin, or has a frame of its own: what one was given to keep, the
// other may be allowed to send somewhere
// must: not be heard there
import type { Attack } from '../../attack.ts';

const LISTEN = `
globalThis.heard = 0;
for (const Channel of [globalThis.BroadcastChannel].filter(Boolean)) {
  const channel = new Channel('between');
  channel.onmessage = () => { heard++ };
}
if (globalThis.Worker) {
  const text = "const channel = new BroadcastChannel('between'); channel.onmessage = () => postMessage('heard')";
  new Worker(URL.createObjectURL(new Blob([text]))).onmessage = () => { heard++ };
  await new Promise((resolve) => setTimeout(resolve, 300));
}
`;
const SPEAK = `
if (globalThis.BroadcastChannel) new BroadcastChannel('between').postMessage('secret');
if (globalThis.Worker) {
  const text = "new BroadcastChannel('between').postMessage('secret')";
  new Worker(URL.createObjectURL(new Blob([text])));
}
await new Promise((resolve) => setTimeout(resolve, 500));
`;

export default async function speak(attack: Attack): Promise<string> {
  for (const isolation of ['worker', 'frame'] as const) {
    const [one, other] = [await attack.sandbox({ isolation }), await attack.sandbox({ isolation })];
    await one.run(LISTEN, { language: 'javascript' });
    await other.run(SPEAK, { language: 'javascript' });
    const { output } = await one.run('heard', { language: 'javascript' });
    if (output !== '0\n') return `escaped: ${output.trim()} messages are heard by a ${isolation} of its own`;
  }
  return 'blocked: nothing is heard, neither in one frame nor in two';
}
