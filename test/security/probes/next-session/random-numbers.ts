// The random numbers of another session.
// tries: know what another session draws that goes on from the same checkpoint
// must: be told other numbers
import type { Attack } from '../../attack.ts';

const DRAW =
  'import os, random, secrets, ssl, uuid\n' +
  'print(random.random(), secrets.token_hex(8), ssl.RAND_bytes(8).hex(), uuid.uuid4(), os.urandom(8).hex(), sep="\\n")';

export default async function randomNumbers(attack: Attack): Promise<string> {
  const sandbox = await attack.sandbox();
  await sandbox.run(DRAW);
  using checkpoint = await sandbox.checkpoint();
  const drawn: string[][] = [];
  for (let session = 0; session < 2; session += 1) {
    const next = await attack.sandbox({ from: checkpoint });
    drawn.push((await next.run(DRAW)).stdout.trim().split('\n'));
  }
  const [first = [], second = []] = drawn;
  const same = first.filter((number) => second.includes(number));
  if (first.length !== 5) return `broken: ${first.join(' ')}`;
  return same.length === 0 ? 'blocked: each draws its own' : `escaped: both draw ${same.join(', ')}`;
}
