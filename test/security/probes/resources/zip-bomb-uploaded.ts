// A zip bomb that the user uploads.
// tries: unpack a file of a few kilobytes that holds gigabytes
// must: get an error at the limit of memory; the session goes on
import { zipSync } from 'fflate';
import type { Attack } from '../../attack.ts';

export default async function unpack(attack: Attack): Promise<string> {
  const sandbox = await attack.sandbox({ memoryLimit: 160 * 1024 ** 2 });
  const zeros = new Uint8Array(32 * 1024 ** 2);
  const bomb = zipSync(Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`zeros${n}`, [zeros, { level: 9 }]])));
  await sandbox.files.write('bomb.zip', bomb);
  const { status, error } = await sandbox.run('import zipfile\nzipfile.ZipFile("bomb.zip").extractall("out")', {
    timeout: 30_000,
  });
  const { output } = await sandbox.run('1 + 1');
  if (output !== '2\n') return `escaped: ${output}`;
  return status === 'ok' ? 'escaped: it was unpacked' : `blocked: ${error?.type ?? status}`;
}
