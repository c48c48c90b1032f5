import { describe, expect, it } from 'vitest';
import type { SnapshotHandle } from '../../../../src/sandbox/frame/snapshotHandle.ts';
import { History } from '../../../../src/sandbox/session/history.ts';

/** Stands for a snapshot of so many bytes, and tells whether it was released. */
function snapshotOf(size: number) {
  const snapshot = {
    size,
    released: false,
    release: () => {
      snapshot.released = true;
    },
  };
  return snapshot as typeof snapshot & SnapshotHandle;
}

function sessionOf(runs: number, { kept, memory = 1000 }: { kept: number[]; memory?: number }) {
  const history = new History(memory);
  const snapshots = new Map<number, ReturnType<typeof snapshotOf>>();
  for (let run = 1; run <= runs; run += 1) {
    history.addRun(run);
    if (!kept.includes(run)) continue;
    const snapshot = snapshotOf(100);
    snapshots.set(run, snapshot);
    history.add(snapshot, []);
  }
  return { history, snapshots };
}

describe('a session that goes back to its latest state', () => {
  it('loses nothing if that is the present one', () => {
    expect(sessionOf(3, { kept: [3] }).history.rollBack()).toEqual({ runs: [], files: false });
  });

  it('loses the runs since, and says which', () => {
    expect(sessionOf(5, { kept: [1, 3] }).history.rollBack()).toEqual({ runs: [4, 5], files: false });
  });

  it('loses files that the host wrote since, and says so', () => {
    const { history } = sessionOf(1, { kept: [1] });
    history.addFile();
    expect(history.rollBack()).toEqual({ runs: [], files: true });
    expect(history.isCurrent).toBe(true);
  });

  it('loses all if no state was ever saved', () => {
    expect(sessionOf(2, { kept: [] }).history.rollBack()).toEqual({ runs: [1, 2], files: false });
  });
});

describe('rewinding', () => {
  it('finds the state before the last runs, and drops those after it', () => {
    const { history, snapshots } = sessionOf(3, { kept: [1, 2, 3] });
    expect(history.rewind(2)?.snapshot).toBe(snapshots.get(1));
    expect([2, 3].map((run) => snapshots.get(run)?.released)).toEqual([true, true]);
    expect(history.runs).toBe(1);
  });

  it('to before the first run needs no state, unless files were written before it', () => {
    expect(sessionOf(2, { kept: [] }).history.rewind(2)).toBeUndefined();
    const history = new History(1000);
    history.addFile();
    history.addRun(1);
    expect(() => history.rewind(1)).toThrow(/None can be taken back/);
  });

  it('says what can be taken back if the state was not saved', () => {
    expect(() => sessionOf(4, { kept: [1, 3] }).history.rewind(2)).toThrow(
      'The state before the last 2 runs was not kept. You can take back the last 1, 3, 4.',
    );
  });
});

describe('the memory for states', () => {
  it('is kept to by dropping the oldest', () => {
    const { history, snapshots } = sessionOf(5, { kept: [1, 2, 3, 4, 5], memory: 300 });
    expect([1, 2, 3].map((run) => snapshots.get(run)?.released)).toEqual([true, true, false]);
    expect(history.latest?.snapshot).toBe(snapshots.get(5));
  });

  it('never costs the latest', () => {
    const { snapshots } = sessionOf(2, { kept: [1, 2], memory: 10 });
    expect([1, 2].map((run) => snapshots.get(run)?.released)).toEqual([true, false]);
  });

  it('holds one state for one number of runs', () => {
    const { history, snapshots } = sessionOf(1, { kept: [1] });
    history.addFile();
    history.add(snapshotOf(100), []);
    expect(snapshots.get(1)?.released).toBe(true);
  });

  it('counts the changes since the latest', () => {
    const { history } = sessionOf(3, { kept: [1] });
    history.addFile();
    expect(history.uncaptured).toBe(3);
    history.add(snapshotOf(100), []);
    expect(history.uncaptured).toBe(0);
  });
});
