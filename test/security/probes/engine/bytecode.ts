// Bytecode that no compiler makes.
// tries: run instructions that reach beyond the interpreter's stack and constants, into its memory
// must: end this worker at most; the session goes on in another
import { GloveboxError } from '../../../../src/entries/index.ts';
import type { Attack } from '../../attack.ts';

const PROGRAMS = [
  'def f(): return 1\nf.__code__ = f.__code__.replace(co_code=bytes([83, 255] * 200))\nf()',
  'def f(): return 1\nf.__code__ = f.__code__.replace(co_code=bytes(range(256)) * 4, co_stacksize=1)\nf()',
  'def f(): return 1\nf.__code__ = f.__code__.replace(co_consts=())\nf()',
  'import marshal\nexec(marshal.loads(b"\\xe3" + bytes(200)))',
];

export default async function run(attack: Attack): Promise<string> {
  const sandbox = await attack.sandbox();
  await sandbox.run('kept = 42');
  const said: string[] = [];
  for (const program of PROGRAMS) {
    try {
      said.push((await sandbox.run(program, { timeout: 3000 })).status);
    } catch (error) {
      if (!GloveboxError.is(error)) return `escaped: ${error}`;
      said.push(error.name);
    }
    const { output } = await sandbox.run('print(kept)');
    if (output !== '42\n') return `escaped: ${output}`;
  }
  return `blocked: ${said}`;
}
