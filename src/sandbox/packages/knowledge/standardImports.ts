/** Modules that every interpreter has, and that code imports most. */
const STANDARD = new Set(
  (
    'abc argparse array ast asyncio base64 binascii bisect calendar cmath codecs collections colorsys contextlib copy csv dataclasses ' +
    'datetime decimal difflib enum fractions functools glob gzip heapq html inspect io itertools json locale logging math numbers ' +
    'operator os pathlib pickle platform pprint queue random re secrets shutil statistics string struct sys tempfile textwrap ' +
    'threading time traceback types typing unicodedata urllib uuid warnings weakref xml zipfile zlib'
  ).split(' '),
);

const NAME = String.raw`[\w.]+(?:[ \t]+as[ \t]+\w+)?`;
/** One that begins a line or comes after `;` or `:`. Of `from` the names are not needed. Nothing can follow that goes on with a list of names. */
const STATEMENT = new RegExp(
  String.raw`(?:^|[;:])[ \t]*(?:from[ \t]+([\w.]+)[ \t]+import\b|import[ \t]+(${NAME}(?:[ \t]*,[ \t]*${NAME})*)[ \t]*(?=$|[;#]))`,
  'gm',
);

/**
 * Whether code imports nothing but well-known modules of the standard library. If it is hard to tell, it does not: then the interpreter has to
 * parse the code.
 */
export function importsStandardAlone(code: string): boolean {
  const rest = code.replace(STATEMENT, (statement, from?: string, names?: string) =>
    (from ?? names ?? '').split(',').every((name) => STANDARD.has(/\w*/.exec(name.trim())?.[0] ?? '')) ? '' : statement,
  );
  return !/\bimport\b/.test(rest);
}
