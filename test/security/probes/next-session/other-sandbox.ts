// Another sandbox of the page.
// tries: poison one sandbox, and find the poison in one that was there before, and in one that comes after
// must: find none: each has a worker and a memory of its own, and may have a frame of its own
import type { Attack } from '../../attack.ts';

const POISON = `
import builtins, js, pyodide_js
builtins.secret = js.secret = js.Object.prototype.secret = js.WebAssembly.secret = pyodide_js.secret = "pwned"
open("secret.txt", "w").write("pwned")
`;
const FIND = `
import builtins, js, os, pyodide_js
print(hasattr(builtins, "secret"), hasattr(js, "secret"), hasattr(js.WebAssembly, "secret"), hasattr(pyodide_js, "secret"), os.path.exists("secret.txt"))
`;

export default async function poison(attack: Attack): Promise<string> {
  const before = [await attack.sandbox(), await attack.sandbox({ isolation: 'frame' })];
  const own = await attack.sandbox();
  await own.run(POISON);
  await own.run('Object.prototype.secret = "pwned"', { language: 'javascript' });
  const after = [await attack.sandbox(), await attack.sandbox({ isolation: 'frame' })];
  for (const other of [...before, ...after]) {
    const { output } = await other.run(FIND);
    const script = (await other.run('({}).secret', { language: 'javascript' })).output;
    if (/True/.test(output) || script.includes('pwned')) return `escaped: ${output} ${script}`;
  }
  return 'blocked: neither knows of it';
}
