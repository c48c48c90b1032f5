// The snapshot that every session begins with.
// tries: get something of a session into the memory that the page keeps, and from which later sessions and visits begin
// must: find nothing of it there, nor in a session that begins after it
import { storedFiles } from '../../../support/browsers/storedFiles.ts';
import type { Attack } from '../../attack.ts';

/** Put together at run time, so that it is in the session's memory as a whole, and in no source. */
const MARK = ['mark', 'of', 'the', 'session', '4711'].join('-');

export default async function mark(attack: Attack): Promise<string> {
  const sandbox = await attack.sandbox();
  await sandbox.run(
    `import sys\nmarks = [${JSON.stringify(MARK)} + str(n) for n in range(1000)]\nsys.modules["kept"] = sys`,
  );
  // The snapshot is taken, and kept, when there is nothing else to do.
  await new Promise((resolve) => setTimeout(resolve, 1500));
  await sandbox.reset();
  const fresh = await attack.sandbox();
  for (const each of [sandbox, fresh]) {
    const { output } = await each.run('import sys\nprint("kept" in sys.modules, "marks" in globals())');
    if (output !== 'False False\n') return `escaped: ${output}`;
  }
  let searched = 0;
  for (const { key, file } of await storedFiles()) {
    const bytes = await new Blob([file]).arrayBuffer();
    if (key[0] === 'baseline') searched += bytes.byteLength;
    if (new TextDecoder('latin1').decode(bytes).includes(MARK)) return `escaped: it is in ${key}`;
  }
  return searched > 0
    ? `blocked: it is in none of ${Math.round(searched / 1e6)} MB that are kept`
    : 'broken: nothing is kept';
}
