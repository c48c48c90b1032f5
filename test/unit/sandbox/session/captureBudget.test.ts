import { afterEach, describe, expect, it, vi } from 'vitest';
import { CaptureBudget } from '../../../../src/sandbox/session/captureBudget.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

interface Session {
  runs: number;
  /** Milliseconds of each run, and of each capture. */
  run: number;
  capture: number;
  /** Milliseconds between two runs. */
  pause?: number;
}

/** Runs a session whose runs all wait for a capture if that is worth it. Gives what a kill would have cost at worst, and what captures took. */
async function simulate({ runs, run, capture, pause = 0 }: Session) {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const budget = new CaptureBudget();
  const lost: number[] = [];
  let uncaptured = 0;
  let captures = 0;
  for (let done = 0; done < runs; done += 1) {
    const inSuccession = pause > 0 ? uncaptured : done;
    if (uncaptured > 0 && budget.isWorthDelay({ uncaptured, inSuccession })) {
      await budget.spend(async () => {
        now += capture;
      });
      uncaptured = 0;
      captures += 1;
    }
    lost.push(uncaptured);
    now += run + pause;
    budget.addRun(run);
    uncaptured += 1;
  }
  return { lost, captures, part: (captures * capture) / now };
}

describe('the time for capturing', () => {
  const spend = (budget: CaptureBudget, from: number, milliseconds: number) => {
    const clock = vi.spyOn(performance, 'now').mockReturnValue(from);
    return budget.spend(async () => clock.mockReturnValue(from + milliseconds));
  };

  it('is half a second to begin with, and then a tenth of the time', async () => {
    const clock = vi.spyOn(performance, 'now').mockReturnValue(0);
    const budget = new CaptureBudget();
    expect(budget.wait).toBe(0);
    await spend(budget, 1_000, 400);
    // 400 ms were spent and as many will be, which is 300 too many until 3,000 ms have passed.
    expect(budget.wait).toBe(3_000 - 1_400);
    clock.mockReturnValue(3_000);
    expect(budget.wait).toBe(0);
  });

  it('is spent, when it is short, on holding a run up only if code ran for ten times as long', async () => {
    vi.spyOn(performance, 'now').mockReturnValue(0);
    const changes = { uncaptured: 1, inSuccession: 1 };
    const budget = new CaptureBudget();
    expect(budget.isWorthDelay(changes)).toBe(true);
    await spend(budget, 0, 300);
    budget.addRun(2_900);
    expect(budget.isWorthDelay(changes)).toBe(false);
    budget.addRun(100);
    expect(budget.isWorthDelay(changes)).toBe(true);
  });
});

describe('captures before runs that wait for nothing else', () => {
  it('come before each of the first ten', async () => {
    const { lost } = await simulate({ runs: 11, run: 1, capture: 20 });
    expect(lost).toEqual(Array(11).fill(0));
  });

  it('leave at most a tenth of the runs uncaptured', async () => {
    const { lost, captures } = await simulate({ runs: 1_000, run: 1, capture: 5 });
    for (const [done, count] of lost.entries()) expect(count).toBeLessThanOrEqual(done / 10);
    expect(captures).toBeLessThan(80);
  });

  it('take next to nothing in a loop of short runs', async () => {
    const { part } = await simulate({ runs: 20_000, run: 1, capture: 5 });
    expect(part).toBeLessThan(0.03);
  });

  it('leave no more than half a second of runs uncaptured, however many there were', async () => {
    const { lost } = await simulate({ runs: 10_000, run: 20, capture: 10 });
    expect(Math.max(...lost)).toBeLessThanOrEqual(500 / 20);
  });

  it('take a tenth of the time if they take long', async () => {
    const { part, lost } = await simulate({ runs: 1_000, run: 50, capture: 300 });
    expect(part).toBeLessThanOrEqual(0.12);
    expect(Math.max(...lost)).toBeLessThanOrEqual((10 * 300) / 50);
  });
});

describe('captures of a session that pauses between its runs', () => {
  it('come before each run', async () => {
    const { lost } = await simulate({ runs: 500, run: 5, capture: 10, pause: 100 });
    expect(Math.max(...lost)).toBe(0);
  });
});
