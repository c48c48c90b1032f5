// The memory that another sandbox has left.
// tries: look into every buffer that the supervisor hands to a worker, for what a sandbox held that was closed before
// must: get no buffer with anything of another session in it
import { type Attack, STEAL_PORT } from '../../attack.ts';

/** Notes the digits after the name, which only the other sandbox knew, from whatever buffers it is handed. */
const LOOK = `${STEAL_PORT}
javascript("""
globalThis.looked = 0;
globalThis.found = [];
const { get } = Object.getOwnPropertyDescriptor(MessageEvent.prototype, 'data');
Object.defineProperty(MessageEvent.prototype, 'data', {
    get() {
        const data = get.call(this);
        if (data?.reuse) {
            looked += 1;
            found.push(...(new TextDecoder('latin1').decode(data.reuse).match(/secret-key-[0-9]{8}/) ?? []));
        }
        return data;
    },
});
""")
`;

export default async function look(attack: Attack): Promise<string> {
  const secret = String(Math.floor(Math.random() * 1e8)).padStart(8, '0');
  const victim = await attack.sandbox({ checkpointMemory: 0 });
  const hostile = await attack.sandbox({ checkpointMemory: 0 });
  const { status, stderr } = await hostile.run(LOOK);
  if (status !== 'ok') return `broken: ${stderr}`;
  for (let n = 0; n < 3; n += 1) {
    await victim.run(`key = "secret-key-${secret}"; many = [key + str(n) for n in range(10**5)]`);
    (await victim.checkpoint()).release();
  }
  await victim.close();
  for (let n = 0; n < 4; n += 1) {
    await hostile.run(`turn = ${n}`);
    (await hostile.checkpoint()).release();
  }
  const { output } = await hostile.run('print(js.looked, *js.found)');
  if (output.includes(secret)) return 'escaped: the memory of the sandbox before was handed over';
  return output.startsWith('0')
    ? `broken: no buffer was handed over: ${output}`
    : `blocked: ${output.trim()} buffers, all its own`;
}
