import { describe, expect, it } from 'vitest';
import { readSnapshot } from '../../../../worker/snapshot/shape.ts';
import { filled, snapshotOf } from './snapshotOf.ts';

const genuine = () => snapshotOf(filled(4096), ['a', 'b']);

describe('a snapshot that a worker sends', () => {
  it('is read as it is', () => {
    expect(readSnapshot(genuine())).toEqual(genuine());
  });

  it('is read without what is not known of it', () => {
    const [first, ...others] = genuine().tree;
    const tree = [{ ...first, owner: 'root' }, ...others];
    expect(readSnapshot({ ...genuine(), tree, comment: '' })).toEqual(genuine());
  });

  it.each([
    ['nothing', undefined, 'it is no record'],
    ['no list', { ...genuine(), tree: { length: 1 } }, 'it.tree is no list of up to 500000'],
    [
      'a list with a gap',
      { ...genuine(), symbols: Object.assign([], { 1: ['malloc', 1] }) },
      'it.symbols[0] is no list of up to 2',
    ],
    [
      'a file of another kind',
      { ...genuine(), tree: [genuine().tree[0], { ...genuine().tree[1], kind: 'socket' }] },
      'it.tree[1].kind is no kind',
    ],
    [
      'a path that leads out',
      { ...genuine(), tree: [{ path: '/home/..', mode: 16_877, kind: 'folder' }] },
      'it.tree[0].path is no path',
    ],
    [
      'a reference to something else',
      { ...genuine(), references: { hiwireKeys: [null, { path: ['document', 7] }], immortalKeys: [] } },
      'it.references.hiwireKeys[1].path[1] is no text',
    ],
    ['parts in no order', { ...genuine(), parts: [[8, 0]] }, 'the parts of its memory are not in order'],
    ['missing parts', { ...genuine(), parts: [[0, 8192]], memorySize: 8192 }, 'parts of its memory are missing'],
  ])('is refused with %s, and the error says where', (_, value, message) => {
    expect(() => readSnapshot(value)).toThrow(`the snapshot is damaged: ${message}`);
  });

  it('may have two dots in names', () => {
    const tree = [{ path: '/home/..hidden/a..b/c..', mode: 16_877, kind: 'folder' }];
    expect(readSnapshot({ ...genuine(), tree }).tree).toEqual(tree);
  });
});
