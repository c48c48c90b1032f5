import { describe, expect, it } from 'vitest';
import { cellsOfSession, dependenciesOf, type LinkedCell, sessionOf } from '../../../src/widget/cell/linkedCells.ts';

const cell = (id: string, dependsOn?: string, session?: string): LinkedCell => ({ id, dependsOn, session });

describe('cells that depend on each other', () => {
  const load = cell('load');
  const clean = cell('clean', 'load');
  const plot = cell('plot', 'clean  style');
  const style = cell('style');
  const alone = cell('');
  const other = cell('');
  const cells = [load, clean, alone, plot, style, other];

  it('share a session, whichever is asked and however they are linked', () => {
    expect(cells.map((each) => sessionOf(each, cells))).toEqual([load, load, alone, load, load, other]);
    expect(cellsOfSession(style, cells)).toEqual([load, clean, plot, style]);
  });

  it('have the name that one of them has, and a name of their own before it', () => {
    const named = cell('named', 'load', 'lesson');
    const apart = cell('apart', 'load', 'apart');
    const all = [...cells, named, apart];
    expect(all.map((each) => sessionOf(each, all))).toEqual([
      ...['lesson', 'lesson', alone, 'lesson', 'lesson', other],
      ...['lesson', 'apart'],
    ]);
  });

  it('run in the order of the attribute', () => {
    expect(dependenciesOf(plot, cells)).toEqual([clean, style]);
    expect(dependenciesOf(alone, cells)).toEqual([]);
  });

  it('are refused if there is no such cell, or they go in a circle', () => {
    expect(() => dependenciesOf(cell('a', 'nowhere'), cells)).toThrow(/ids of cells of the page, not "nowhere"/);
    const circle = [cell('a', 'b'), cell('b', 'c'), cell('c', 'a')];
    for (const each of circle) expect(() => dependenciesOf(each, circle)).toThrow(/depends on itself/);
    const itself = cell('a', 'a');
    expect(() => dependenciesOf(itself, [itself])).toThrow('The cell "a" depends on itself');
  });

  it('are not refused if two ways lead to one cell', () => {
    const diamond = [cell('top'), cell('left', 'top'), cell('right', 'top'), cell('end', 'left right')];
    expect(diamond.map((each) => dependenciesOf(each, diamond).length)).toEqual([0, 1, 1, 2]);
  });
});
