import { expect, it } from 'vitest';
import { changedSince } from '../../../../worker/snapshot/files.ts';
import type { Entry } from '../../../../worker/snapshot/snapshot.ts';

const folder: Entry = { kind: 'folder', path: '/home', mode: 16_877 };
const link: Entry = { kind: 'link', path: '/home/link', mode: 41_471, target: 'file' };
const file: Entry & { kind: 'file' } = { kind: 'file', path: '/home/file', mode: 33_188, modified: 1, version: '1' };

it('entries that have not changed are given by their places in the tree before', () => {
  expect(changedSince([folder, link, file], [folder, link, file])).toEqual([0, 1, 2]);
  expect(changedSince([folder, link, file], [{ ...file }, { ...folder }])).toEqual([2, 0]);
  expect(changedSince([], [folder, file])).toEqual([folder, file]);
});

it.each<[string, Entry]>([
  ['mode', { ...file, mode: 33_261 }],
  ['time', { ...file, modified: 2 }],
  ['contents', { ...file, version: '2', contents: new Uint8Array(1) }],
  ['path', { ...file, path: '/home/other' }],
  ['kind', { kind: 'link', path: '/home/file', mode: 33_188, target: 'link' }],
])('an entry with another %s is given whole', (_, changed) => {
  expect(changedSince([folder, link, file], [folder, link, changed])).toEqual([0, 1, changed]);
});

it('a link that leads elsewhere is given whole', () => {
  const changed: Entry = { ...link, target: 'other' };
  expect(changedSince([link], [changed])).toEqual([changed]);
});
