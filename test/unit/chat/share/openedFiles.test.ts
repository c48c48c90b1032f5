import { expect, it } from 'vitest';
import { openedFiles } from '../../../../src/chat/share/openedFiles.ts';

it.each([
  ['open("a.csv").read()', ['a.csv']],
  ["pd.read_csv('./a.csv', sep=';')", ['a.csv']],
  ['open("a.csv", "rb")\nopen("b.txt", mode="r")', ['a.csv', 'b.txt']],
  ['open("a.csv", "w").write("x")\nopen("a.csv")', []],
  ['open("other.csv")', []],
  ['print("a.csv")', []],
])('of the code %j, the files are named that it opens before it makes them', (code, files) => {
  expect(openedFiles([code], ['a.csv', 'b.txt'])).toEqual(files);
});
