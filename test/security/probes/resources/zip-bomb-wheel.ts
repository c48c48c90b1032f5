// A zip bomb as a wheel.
// tries: have Pyodide's own installer unpack a wheel of a few kilobytes that holds gigabytes
// must: get an error at the limit of memory; the session goes on
import { zipSync } from 'fflate';
import type { Attack } from '../../attack.ts';

export default async function unpack(attack: Attack): Promise<string> {
  const sandbox = await attack.sandbox({ memoryLimit: 160 * 1024 ** 2 });
  const zeros = new Uint8Array(32 * 1024 ** 2);
  const bomb = zipSync(
    Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`bomb/zeros${n}.py`, [zeros, { level: 9 }]])),
  );
  await sandbox.files.write('bomb-1.0-py3-none-any.whl', bomb);
  const code =
    'import js, pyodide_js\npyodide_js.unpackArchive(js.Uint8Array.new(open("bomb-1.0-py3-none-any.whl", "rb").read()), "wheel")';
  const { status, error } = await sandbox.run(code, { timeout: 30_000 });
  const { output } = await sandbox.run('1 + 1');
  if (output !== '2\n') return `escaped: ${output}`;
  return status === 'ok' ? 'escaped: it was unpacked' : `blocked: ${error?.type ?? status}`;
}
