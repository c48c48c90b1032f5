import { Language } from '@google/genai';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { CellOutput } from '../../../src/chat/cellOutput.ts';
import { type CodeEntry, endOwnRun, startCode } from '../../../src/chat/transcript.ts';
import { Approvals, requestInput } from '../../../src/chat/userRequests.ts';

/** A cell that changes as the page's cells do. */
function openCell() {
  let cell: CellOutput = { output: [] };
  return {
    change: (next: (current: CellOutput) => CellOutput) => {
      cell = next(cell);
    },
    get questions() {
      return cell.userRequests ?? [];
    },
    get output() {
      return cell.output;
    },
    get calls() {
      return this.questions.filter((request) => request.type === 'approval');
    },
  };
}

function call(tool: string, run = 1) {
  const { signal } = new AbortController();
  return { tool, run, description: 'Pays.', parameters: { euros: 50 }, signal };
}

describe('a call that needs an approval', () => {
  it.each([
    ['once', true],
    ['run', true],
    ['never', false],
  ] as const)('is shown until it is answered with %s', async (permission, allowed) => {
    const cell = openCell();
    const answered = new Approvals().ask(call('pay'), cell.change);
    expect(cell.calls).toMatchObject([{ tool: 'pay', description: 'Pays.', parameters: { euros: 50 } }]);
    cell.calls[0]?.answer(permission);
    expect(await answered).toBe(allowed);
    expect(cell.questions).toEqual([]);
    expect(cell.output).toEqual([]);
  });

  it('is asked for again after it was allowed once', async () => {
    const cell = openCell();
    const approvals = new Approvals();
    approvals.ask(call('pay'), cell.change);
    cell.calls[0]?.answer('once');
    approvals.ask(call('pay'), cell.change);
    expect(cell.calls).toHaveLength(1);
  });

  it('is allowed without a question after all of its run were, and no others', async () => {
    const cell = openCell();
    const approvals = new Approvals();
    approvals.ask(call('pay'), cell.change);
    cell.calls[0]?.answer('run');
    expect(await approvals.ask(call('pay'), cell.change)).toBe(true);
    approvals.ask(call('send'), cell.change);
    approvals.ask(call('pay', 2), cell.change);
    expect(cell.calls.map(({ tool }) => tool)).toEqual(['send', 'pay']);
  });

  it('that waits beside another of its tool is allowed with it, and prompts stay', async () => {
    const cell = openCell();
    const approvals = new Approvals();
    const calls = [approvals.ask(call('pay'), cell.change), approvals.ask(call('pay'), cell.change)];
    requestInput('Go on? ', cell.change);
    approvals.ask(call('send'), cell.change);
    cell.calls[1]?.answer('run');
    expect(await Promise.all(calls)).toEqual([true, true]);
    expect(cell.questions).toMatchObject([
      { type: 'input', prompt: 'Go on? ' },
      { type: 'approval', tool: 'send' },
    ]);
  });
});

describe('the time of a run', () => {
  afterEach(() => vi.useRealTimers());

  it('leaves out the time for which the code waited for its user', () => {
    vi.useFakeTimers();
    let entry: CodeEntry = startCode({ id: 1, language: Language.PYTHON, code: 'input() + input()' });
    const change = (next: (current: CodeEntry) => CodeEntry) => {
      entry = next(entry);
    };
    const approvals = new Approvals();
    requestInput('First? ', change);
    vi.advanceTimersByTime(10_000);
    approvals.ask(call('pay'), change);
    vi.advanceTimersByTime(7_000);
    entry.userRequests?.[1]?.answer('never' as never);
    entry.userRequests?.[0]?.answer('one' as never);
    vi.advanceTimersByTime(200);
    requestInput('Second? ', change);
    vi.advanceTimersByTime(500);
    entry.userRequests?.[0]?.answer('two' as never);
    const ended = endOwnRun(entry, { status: 'ok', durationMs: 17_900, output: '' } as Parameters<typeof endOwnRun>[1]);
    expect(ended.run).toMatchObject({ state: 'ended', durationMs: 400 });
    expect(ended).not.toHaveProperty('waited');
  });
});
