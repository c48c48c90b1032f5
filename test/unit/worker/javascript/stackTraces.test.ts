import { describe, expect, it } from 'vitest';
import { Program } from '../../../../worker/javascript/program.ts';
import { StackTraces } from '../../../../worker/javascript/stackTraces.ts';

const addressOf = (run: number) => `blob:null/${run}`;

describe('the stacks of a long session', () => {
  it('name the places in its latest thousand runs, and forget those before', () => {
    const stacks = new StackTraces('blob:null/own');
    const program = new Program('x', new Set());
    for (let run = 1; run <= 1_001; run += 1) stacks.add(addressOf(run), run, program);
    const placeIn = (run: number) => stacks.clean(`${addressOf(run)}:1:${program.script.indexOf('x') + 1}`);
    expect(placeIn(1)).toContain(addressOf(1));
    expect(placeIn(2)).toBe('<run 2>:1:1');
    expect(placeIn(1_001)).toBe('<run 1001>:1:1');
  });
});
