import { describe, expect, it } from 'vitest';
import { downloadName, visibleName } from '../../../src/text/safeName.ts';

describe('a name that code chose', () => {
  it('hides nothing from the user', () => {
    expect(visibleName('invoice\u202Efdp.exe')).toBe('invoice‹U+202E›fdp.exe');
    expect(visibleName('a\u200Bb\nc\u0000')).toBe('a‹U+200B›b‹U+000A›c‹U+0000›');
    expect(visibleName('Größe 表.csv')).toBe('Größe 表.csv');
  });

  it.each([
    ['../../x.html', 'x.html'],
    ['..\\..\\x.html', 'x.html'],
    ['/etc/passwd', 'passwd'],
    ['folder/table.csv', 'table.csv'],
    ['.bashrc', 'bashrc'],
    ['invoice\u202Efdp.exe', 'invoice_fdp.exe'],
    ['a:b*c?.txt', 'a_b_c_.txt'],
    ['NUL.txt', '_NUL.txt'],
    ['..', 'file'],
    ['', 'file'],
    ['end. ', 'end'],
  ])('leads nowhere when it is downloaded: %j is %j', (path, name) => {
    expect(downloadName(path)).toBe(name);
  });

  it('keeps its ending if it is too long', () => {
    const name = downloadName(`${'x'.repeat(500)}.csv`);
    expect(name).toHaveLength(120);
    expect(name.endsWith('x.csv')).toBe(true);
  });
});
