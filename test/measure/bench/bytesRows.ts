/** What a visit to the page moves, counted at the server: more than the engine itself, or nothing any more. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildPage } from '../size/bundle.ts';
import { compressAll, sizeOfCore } from '../size/hosted.ts';
import { firstVisit, laterVisit } from '../size/visit.ts';
import type { Measured } from './measure.ts';

const AGAINST = 'the files of stock Pyodide, with brotli';
const KB = 1000;

/** Once each: it is the same every time. */
export async function measureBytes(isChosen: (name: string) => boolean): Promise<Measured[]> {
  const rows = [
    {
      name: 'bytes-first',
      target: { ratio: 1.04 },
      measure: async (folder: string) => (await firstVisit(folder)).ready,
    },
    { name: 'bytes-later', measure: laterVisit },
  ].filter(({ name }) => isChosen(name));
  if (rows.length === 0) return [];
  const folder = await mkdtemp(path.join(tmpdir(), 'bench-bytes-'));
  // As for readers: some libraries have checks in them otherwise.
  process.env.NODE_ENV = 'production';
  try {
    await buildPage(folder);
    await compressAll(folder);
    const reference = [(await sizeOfCore(folder)) / KB];
    const measured: Measured[] = [];
    for (const { measure, ...row } of rows) {
      measured.push({ ...row, unit: 'KB', against: AGAINST, ours: [(await measure(folder)) / KB], reference });
    }
    return measured;
  } finally {
    await rm(folder, { recursive: true });
  }
}
