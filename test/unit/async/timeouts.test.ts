import { beforeEach, describe, expect, it, vi } from 'vitest';
import { PausableTimer, timeoutWhileAwake } from '../../../src/async/timeouts.ts';
import { Countdown } from '../../../worker/python/countdown.ts';

// The worker goes by the browser's own clock, which the fake one would not replace.
vi.mock('../../../worker/common/clock.ts', () => ({ clock: () => performance.now() }));

beforeEach(() => {
  vi.useFakeTimers();
  return () => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  };
});

/** The host's side and the worker's side of the same thing. */
const clocks = {
  'the timer of the host': (milliseconds: number) => {
    let over = false;
    const timer = new PausableTimer(milliseconds, () => {
      over = true;
    });
    return { pause: () => timer.pause(), isOver: () => over };
  },
  'the countdown of the worker': (milliseconds: number) => {
    const countdown = new Countdown(milliseconds);
    return { pause: () => countdown.pause(), isOver: () => countdown.isOver(performance.now()) };
  },
};

describe.each(Object.entries(clocks))('%s', (_, start) => {
  it('is over when its time is up', () => {
    const clock = start(100);
    vi.advanceTimersByTime(99);
    expect(clock.isOver()).toBe(false);
    vi.advanceTimersByTime(1);
    expect(clock.isOver()).toBe(true);
  });

  it('stands still while it is paused, and has left afterwards what it had before', () => {
    const clock = start(100);
    vi.advanceTimersByTime(60);
    const resume = clock.pause();
    vi.advanceTimersByTime(1000);
    expect(clock.isOver()).toBe(false);
    resume();
    vi.advanceTimersByTime(39);
    expect(clock.isOver()).toBe(false);
    vi.advanceTimersByTime(1);
    expect(clock.isOver()).toBe(true);
  });

  it('stands still until the last of several pauses is over', () => {
    const clock = start(100);
    const resumes = [clock.pause(), clock.pause()];
    vi.advanceTimersByTime(1000);
    resumes[0]?.();
    vi.advanceTimersByTime(1000);
    expect(clock.isOver()).toBe(false);
    resumes[1]?.();
    vi.advanceTimersByTime(100);
    expect(clock.isOver()).toBe(true);
  });

  it.each([Number.POSITIVE_INFINITY, 2 ** 40])('of %d ms is not over soon, paused or not', (milliseconds) => {
    const clock = start(milliseconds);
    vi.advanceTimersByTime(100_000);
    clock.pause()();
    vi.advanceTimersByTime(100_000);
    expect(clock.isOver()).toBe(false);
  });
});

it('a timer of the host that was cancelled does not come back with the end of a pause', () => {
  const onEnd = vi.fn();
  const timer = new PausableTimer(100, onEnd);
  const resume = timer.pause();
  timer.cancel();
  resume();
  vi.advanceTimersByTime(1000);
  expect(onEnd).not.toHaveBeenCalled();
});

it('timeoutWhileAwake() calls back when the time is over, unless it was cancelled', () => {
  const end = vi.fn();
  const cancelled = vi.fn();
  timeoutWhileAwake(10_000, end);
  timeoutWhileAwake(10_000, cancelled)();
  vi.advanceTimersByTime(9_999);
  expect(end).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(end).toHaveBeenCalledOnce();
  vi.advanceTimersByTime(60_000);
  expect(cancelled).not.toHaveBeenCalled();
});

it('timeoutWhileAwake() begins again if the page was frozen meanwhile', () => {
  const end = vi.fn();
  const clock = vi.spyOn(performance, 'now');
  clock.mockReturnValue(0);
  timeoutWhileAwake(10_000, end);
  clock.mockReturnValue(3_600_000);
  vi.advanceTimersByTime(10_000);
  expect(end).not.toHaveBeenCalled();
  clock.mockReturnValue(3_610_000);
  vi.advanceTimersByTime(10_000);
  expect(end).toHaveBeenCalledOnce();
});
