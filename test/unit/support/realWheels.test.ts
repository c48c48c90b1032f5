import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { buildWheel, type WheelSource } from '../../support/packageServer/buildWheel.ts';
import { readWheelsIn } from '../../support/packageServer/realWheels.ts';

function folderWith(...sources: WheelSource[]): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'wheels-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const source of sources) {
    const { fileName, bytes } = buildWheel(source);
    writeFileSync(path.join(folder, fileName), bytes);
  }
  return folder;
}

it('wheels are found in several folders, and the first of a package counts', () => {
  const one = folderWith({ name: 'tea', version: '1.0', files: { 'tea.py': '' }, requires: ['milk', 'sugar'] });
  const other = folderWith(
    { name: 'milk', version: '2.0', files: { 'milk.py': '' } },
    { name: 'tea', version: '3.0', files: { 'tea.py': '' } },
  );
  const found = readWheelsIn([one, other].join(path.delimiter), '3.14.2').map(({ entry }) => entry);
  expect(found.map(({ name, version, depends }) => ({ name, version, depends }))).toEqual([
    { name: 'tea', version: '1.0', depends: ['milk'] },
    { name: 'milk', version: '2.0', depends: [] },
  ]);
});
