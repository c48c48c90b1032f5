import { describe, expect, it } from 'vitest';
import { SandboxFileError } from '../../../../src/entries/index.ts';
import { freshSandbox } from '../freshSandbox.ts';
import { sandbox, shareSandbox } from '../sharedSandbox.ts';

shareSandbox();

describe('a file', () => {
  it('that the host writes is there for Python to read, in folders too', async () => {
    const sandbox = await freshSandbox();
    await sandbox.files.write('notes/today.txt', 'rain — later sun');
    await sandbox.files.write('bytes.bin', new Uint8Array([1, 2, 255]));
    const code = 'print(open("notes/today.txt", encoding="utf-8").read())\nprint(list(open("bytes.bin", "rb").read()))';
    expect((await sandbox.run(code)).output).toBe('rain — later sun\n[1, 2, 255]\n');
  });

  it('that cannot be written says why, and the variables stay', async () => {
    const sandbox = await freshSandbox();
    await sandbox.run('kept = 1');
    await sandbox.files.write('folder/file', 'x');
    await expect(sandbox.files.write('folder', 'x')).rejects.toThrow(/folder.*could not be written/);
    expect((await sandbox.run('print(kept)')).output).toBe('1\n');
  });
});

describe('files', () => {
  it('that a run created or changed come back with path, size and type, in the order in which they were written', async () => {
    await sandbox.files.write('kept.txt', 'before');
    const code = [
      'import os, time',
      'os.makedirs("out", exist_ok=True)',
      'open("out/table.csv", "w").write("a,b\\n1,2\\n")',
      'time.sleep(0.02)',
      'open("kept.txt", "a").write(" and after")',
    ].join('\n');
    expect((await sandbox.run(code)).files).toEqual([
      { path: 'out/table.csv', size: 8, mimeType: 'text/csv' },
      { path: 'kept.txt', size: 16, mimeType: 'text/plain' },
    ]);
    expect(new TextDecoder().decode(await sandbox.files.read('kept.txt'))).toBe('before and after');
    expect((await sandbox.run('1 + 1')).files).toEqual([]);
  });

  it.each([
    ['renamed', 'os.rename("file", "other")', 'other'],
    ['moved over another one', 'os.replace("file", "kept")', 'kept'],
    ['shortened', 'os.truncate("file", 1)', 'file'],
    ['changed in mapped memory', 'with open("file", "r+b") as f, mmap.mmap(f.fileno(), 0) as m: m[0:1] = b"z"', 'file'],
    ['given another time', 'os.utime("file", (5, 5))', 'file'],
    ['written by an open file of an earlier run', '_ = before.write("x"), before.flush()', 'open'],
  ])('come back if they were %s after a run that changed none', async (_, change, path) => {
    const own = await freshSandbox();
    await own.run('import mmap, os\nbefore = open("open", "w")\nfor n in ("file", "kept"): open(n, "w").write("abc")');
    await own.run('import time\ntime.sleep(0.01)');
    expect((await own.run(change)).files.map((file) => file.path)).toEqual([path]);
    expect((await own.run('1 + 1')).files).toEqual([]);
  });

  it('that are pictures are results too', async () => {
    const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVQImWNwav0CAALIAbzDqqRyAAAAAElFTkSuQmCC';
    const { results } = await sandbox.run(`import base64\n_ = open("dot.png", "wb").write(base64.b64decode("${png}"))`);
    expect(results).toEqual([{ source: 'file', path: 'dot.png', data: { 'image/png': png, 'text/plain': 'dot.png' } }]);
  });

  it('can be written from a string, a blob, bytes and a stream, listed and removed', async () => {
    const own = await freshSandbox();
    const stream = new Blob(['stream']).stream();
    await own.files.write('folder/string.txt', 'string');
    await own.files.write('blob.bin', new Blob(['blob']));
    await own.files.write('bytes.bin', new Uint8Array([1, 2, 3]));
    await own.files.write('stream.txt', stream);
    const sizes = Object.fromEntries((await own.files.list()).map(({ path, size }) => [path, size]));
    expect(sizes).toEqual({ 'folder/string.txt': 6, 'blob.bin': 4, 'bytes.bin': 3, 'stream.txt': 6 });
    await own.files.remove('blob.bin');
    expect((await own.files.list()).map(({ path }) => path)).not.toContain('blob.bin');
  });

  it('that are not there, or not below the working directory, say so', async () => {
    await expect(sandbox.files.read('nothing.txt')).rejects.toBeInstanceOf(SandboxFileError);
    await expect(sandbox.files.read('nothing.txt')).rejects.toThrow('nothing.txt could not be read');
    await expect(sandbox.files.write('../outside.txt', '')).rejects.toBeInstanceOf(SandboxFileError);
    await expect(sandbox.files.remove('nothing.txt')).rejects.toBeInstanceOf(SandboxFileError);
  });

  it('of 100 MB go in and out unchanged', { tags: 'long' }, async () => {
    const own = await freshSandbox();
    const bytes = new Uint8Array(100_000_000);
    for (let place = 0; place < bytes.length; place += 4096) bytes[place] = place % 251;
    await own.files.write('big.bin', bytes);
    const code =
      'import zlib\ndata = open("big.bin", "rb").read()\nprint(len(data), zlib.crc32(data))\nopen("copy.bin", "wb").write(data);';
    expect((await own.run(code)).stdout).toMatch(/^100000000 /);
    const back = await own.files.read('copy.bin');
    expect(back.length).toBe(bytes.length);
    expect(back.every((byte, place) => byte === bytes[place])).toBe(true);
  });
});
