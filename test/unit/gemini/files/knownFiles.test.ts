import { describe, expect, it } from 'vitest';
import { KnownFiles } from '../../../../src/answer/request/knownFiles.ts';

const MEGABYTE = 1024 * 1024;
/** A blob that says that it has this size. */
const blobOf = (size: number) => Object.defineProperty(new Blob(['a']), 'size', { value: size });
const nameOf = (index: number) => `files/upload${index}`;

function knowUploads(count: number, size: number): KnownFiles {
  const known = new KnownFiles(undefined);
  for (let index = 0; index < count; index += 1) known.addUpload([nameOf(index)], { bytes: blobOf(size) });
  return known;
}

const isKnown = async (known: KnownFiles, fileUri: string) => (await known.read({ fileUri })) !== undefined;

describe('the files that a client remembers', () => {
  it('have at most 500 MB, of which the oldest are forgotten', async () => {
    const known = knowUploads(6, 100 * MEGABYTE);
    expect(await isKnown(known, nameOf(0))).toBe(false);
    expect(await isKnown(known, nameOf(1))).toBe(true);
    expect(await isKnown(known, nameOf(5))).toBe(true);
  });

  it('stay while they are used', async () => {
    const known = knowUploads(5, 100 * MEGABYTE);
    await known.read({ fileUri: nameOf(0) });
    known.addUpload(['files/next'], { bytes: blobOf(100 * MEGABYTE) });
    expect(await isKnown(known, nameOf(0))).toBe(true);
    expect(await isKnown(known, nameOf(1))).toBe(false);
  });

  it('are at most 256', async () => {
    const known = knowUploads(257, 1);
    expect(await isKnown(known, nameOf(0))).toBe(false);
    expect(await isKnown(known, nameOf(256))).toBe(true);
  });

  it('do not include an upload of more than 100 MB, which the app is asked for', async () => {
    const asked: unknown[] = [];
    const known = new KnownFiles(async ({ fileUri }) => {
      asked.push(fileUri);
      return new Uint8Array([1, 2]);
    });
    known.addUpload(['files/video'], { bytes: blobOf(100 * MEGABYTE + 1) });
    expect((await known.read({ fileUri: 'files/video' }))?.bytes.size).toBe(2);
    expect(asked).toEqual(['files/video']);
  });

  it('include the largest one that the app has read, however large it is', async () => {
    let asked = 0;
    const known = new KnownFiles(async () => {
      asked += 1;
      return blobOf(900 * MEGABYTE);
    });
    await known.read({ fileUri: 'files/a' });
    await known.read({ fileUri: 'files/a' });
    expect(asked).toBe(1);
  });

  it('are forgotten by any of their names', async () => {
    const known = new KnownFiles(undefined);
    const uri = 'https://proxy.example/storage/abc';
    known.addUpload([uri, 'files/abc'], { bytes: new Blob(['a']) });
    expect(await isKnown(known, uri)).toBe(true);
    known.forget('abc');
    expect(await isKnown(known, uri)).toBe(false);
  });

  it('are not those of other storage with the same last name', async () => {
    const known = new KnownFiles(undefined);
    known.addUpload(['files/abc'], { bytes: new Blob(['a']) });
    expect(await isKnown(known, 'gs://bucket/files/abc')).toBe(false);
  });
});
