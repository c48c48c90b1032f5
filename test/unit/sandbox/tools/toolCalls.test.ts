import { describe, expect, it } from 'vitest';
import type { ApprovalAnswer, ApprovalRequest, ApprovalRule } from '../../../../src/sandbox/tools/approval.ts';
import type { Tool } from '../../../../src/sandbox/tools/tool.ts';
import { callsOf } from './callsOf.ts';

const ANY = { description: 'Pays.', parameters: {} };

/** A tool that writes down its calls, and a run that may call it. */
function paying(approve: ApprovalRule, ask?: (request: ApprovalRequest) => ApprovalAnswer | Promise<ApprovalAnswer>) {
  const paid: unknown[] = [];
  const pay: Tool = { ...ANY, approve, execute: (parameters) => paid.push(parameters) };
  return { paid, ...callsOf({ pay }, ask ? { onApproval: ask } : {}) };
}

describe('a call that needs an approval', () => {
  it('runs with the arguments that the user has seen, once the user has approved', async () => {
    const shown: ApprovalRequest[] = [];
    const { answer, paid, clock } = paying('ask', (request) => {
      shown.push(request);
      return true;
    });
    expect(await answer('pay', { euros: 5 })).toEqual({ value: '1' });
    expect(shown).toMatchObject([{ tool: 'pay', description: 'Pays.', parameters: { euros: 5 }, run: 7 }]);
    expect(paid).toEqual([{ euros: 5 }]);
    expect(clock).toEqual(['paused', 'resumed']);
  });

  it.each([
    ['with the reason that the user gives', () => ({ approved: false, reason: 'Too much.' }), 'Too much.'],
    ['with a sentence if there is no reason', () => false, 'The user refused this call of pay.'],
    ['if the app fails to ask', () => Promise.reject(new Error('No window.')), 'No window.'],
    ['if nobody can be asked', undefined, "Calls of pay need a person's approval, and nobody is there to give it."],
    ['if the answer is not one', () => 'yes' as unknown as boolean, 'The user refused this call of pay.'],
  ])('is refused %s', async (_, ask, reason) => {
    const { answer, paid } = paying('ask', ask);
    expect(await answer('pay', {})).toMatchObject({ error: reason });
    expect(paid).toEqual([]);
  });

  it('is refused as an exception of its own', async () => {
    expect(await paying('never').answer('pay', {})).toEqual({
      error: 'Calls of pay are not allowed here.',
      name: 'ToolRefusedError',
    });
  });

  it('is decided by a rule for the arguments', async () => {
    const asked: unknown[] = [];
    const rule: ApprovalRule = async ({ euros }) =>
      Number(euros) > 100 ? 'never' : Number(euros) > 10 ? 'ask' : 'always';
    const { answer, paid } = paying(rule, ({ parameters }) => asked.push(parameters) > 0);
    for (const euros of [1, 50, 1000]) await answer('pay', { euros });
    expect(asked).toEqual([{ euros: 50 }]);
    expect(paid).toEqual([{ euros: 1 }, { euros: 50 }]);
  });

  it('fails if the rule fails, or gives no answer that is known', async () => {
    const failing = paying(() => Promise.reject(new Error('No rule.')));
    expect(await failing.answer('pay', {})).toMatchObject({ error: 'No rule.' });
    const strange = paying((() => 'maybe') as unknown as ApprovalRule);
    expect(await strange.answer('pay', {})).toMatchObject({ error: expect.stringContaining('gave maybe') });
    expect([...failing.paid, ...strange.paid]).toEqual([]);
  });

  it('is not asked for if the arguments do not fit', async () => {
    const parameters = { properties: { euros: { type: 'integer' } } };
    const { answer, clock } = callsOf(
      { pay: { ...ANY, parameters, approve: 'ask', execute: () => 1 } },
      { onApproval: () => true },
    );
    expect(await answer('pay', { euros: 'all' })).toMatchObject({ error: expect.stringContaining('do not fit') });
    expect(clock).toEqual([]);
  });

  it('is given up when the run ends, and the app hears of it', async () => {
    let heard: AbortSignal | undefined;
    const { answer, end, paid, clock } = paying('ask', ({ signal }) => {
      heard = signal;
      return new Promise(() => {});
    });
    const answered = answer('pay', {});
    await expect.poll(() => heard).toBeDefined();
    end();
    expect(await answered).toHaveProperty('error');
    expect(heard?.aborted).toBe(true);
    expect(clock).toEqual(['paused', 'resumed']);
    expect(paid).toEqual([]);
  });

  it('is refused while ten others wait', async () => {
    const release: ((answer: boolean) => void)[] = [];
    const { answer } = paying('ask', () => new Promise((resolve) => release.push(resolve)));
    const waiting = Array.from({ length: 10 }, () => answer('pay', {}));
    await expect.poll(() => release.length).toBe(10);
    expect(await answer('pay', {})).toMatchObject({ error: '10 calls wait for approval already.' });
    for (const approve of release) approve(true);
    expect(await Promise.all(waiting)).toHaveLength(10);
    expect(release).toHaveLength(10);
  });
});

describe('the time of a tool', () => {
  it('begins when the call is approved', async () => {
    const limits = { time: 50 };
    const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
    const onApproval = async () => {
      await wait(100);
      return true;
    };
    const { answer } = callsOf({ pay: { ...ANY, approve: 'ask', execute: () => 'paid' } }, { limits, onApproval });
    expect(await answer('pay', {})).toEqual({ value: '"paid"' });
    const slow = callsOf({ pay: { ...ANY, execute: () => new Promise(() => {}) } }, { limits });
    expect(await slow.answer('pay', {})).toMatchObject({ error: 'The tool pay took longer than 0.05 s.' });
  });
});

describe('the record of a call', () => {
  it('goes from the question to the result', async () => {
    const { answer, records } = paying('ask', () => true);
    await answer('pay', { euros: 5 });
    const common = { id: 1, run: 7, tool: 'pay', parameters: { euros: 5 } };
    expect(records).toMatchObject([
      { ...common, status: 'asking', durationMs: 0 },
      { ...common, status: 'running', waitedMs: expect.any(Number) },
      { ...common, status: 'ok', result: '1', waitedMs: expect.any(Number) },
    ]);
    expect(records.every((record) => record.time >= 0 && record.durationMs >= 0)).toBe(true);
  });

  it('has the error of a call that failed or was refused', async () => {
    const { answer, records } = callsOf({
      fail: { ...ANY, execute: () => Promise.reject(new TypeError('out of stock')) },
      pay: { ...ANY, approve: 'never', execute: () => 1 },
    });
    for (const name of ['fail', 'pay', 'unknown']) await answer(name, {});
    expect(records.filter(({ status }) => status !== 'running')).toMatchObject([
      { id: 1, tool: 'fail', status: 'error', error: 'out of stock' },
      { id: 2, tool: 'pay', status: 'refused', error: 'Calls of pay are not allowed here.' },
      { id: 3, tool: 'unknown', status: 'error', error: 'There is no tool unknown.' },
    ]);
  });

  it('shortens long arguments and results, and leaves out further arguments', async () => {
    const { answer, records } = callsOf({ echo: { ...ANY, execute: (parameters) => parameters } });
    const long = 'x'.repeat(100_000);
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`p${index}`, index]));
    await answer('echo', { short: [1, { a: 2 }], long, ...many });
    const record = records.at(-1);
    expect(record?.parameters.short).toEqual([1, { a: 2 }]);
    expect(record?.parameters.long).toMatch(/^"x{499}\n\[\.\.\. 99,002 characters .*\]\nx{499}"$/);
    expect(Object.keys(record?.parameters ?? {})).toHaveLength(50);
    expect(record?.result?.length).toBeLessThan(1_200);
  });

  it('keeps the arguments as they were, whatever the tool does to its own', async () => {
    const execute: Tool['execute'] = (parameters) => (parameters.list as number[]).splice(0);
    const { answer, records } = callsOf({ empty: { ...ANY, execute } });
    await answer('empty', { list: [1, 2] });
    expect(records.at(-1)).toMatchObject({ parameters: { list: [1, 2] }, result: '[1,2]' });
  });
});

it('a tool can throw what it likes', async () => {
  const hostile = {
    get message() {
      throw new Error('no');
    },
  };
  const execute = () => {
    throw Object.setPrototypeOf(hostile, Error.prototype);
  };
  expect(await callsOf({ fail: { ...ANY, execute } }).answer('fail', {})).toMatchObject({
    error: 'for no reason that can be read',
  });
  const cyclic: { self?: unknown } = {};
  cyclic.self = cyclic;
  const { answer } = callsOf({ cyclic: { ...ANY, execute: () => cyclic }, big: { ...ANY, execute: () => 1n } });
  expect(await answer('cyclic', {})).toMatchObject({ error: expect.stringMatching(/circular/i) });
  expect(await answer('big', {})).toMatchObject({ error: expect.stringMatching(/BigInt/) });
});
