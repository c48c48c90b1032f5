import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { GEMINI_LIBRARIES } from '../../../../../src/sandbox/packages/knowledge/geminiLibraries.ts';
import { hintForImportError } from '../../../../../src/sandbox/packages/knowledge/hintForImportError.ts';
import { optionalDependencies } from '../../../../../src/sandbox/packages/knowledge/optionalDependencies.ts';
import { LockIndex, readLock } from '../../../../../src/sandbox/packages/lock.ts';

const inPandas = (code: string) => optionalDependencies(code, new Set(['pandas', 'numpy']));

describe('what code needs without importing it', () => {
  it.each([
    ['df.plot()', ['matplotlib']],
    ['df["price"].plot.bar(rot=0)', ['matplotlib']],
    ['df.hist(bins=20)', ['matplotlib']],
    ['df.boxplot(column="a")', ['matplotlib']],
    ['df.plot(kind="kde")', ['matplotlib', 'scipy']],
    ['df.style.background_gradient()', ['matplotlib', 'jinja2']],
    ['df.corr(method="spearman")', ['scipy']],
    ['df.interpolate(method="cubic")', ['scipy']],
    ['pd.read_excel("a.xlsx")', ['openpyxl']],
    ['pd.read_excel("a.xls")', ['openpyxl', 'xlrd']],
    ['with pd.ExcelWriter("a.xlsx") as writer: pass', ['openpyxl']],
    ['df.to_parquet("a.parquet")', ['pyarrow']],
    ['s.astype("int64[pyarrow]")', ['pyarrow']],
    ['pd.read_html(page)', ['lxml', 'bs4', 'html5lib']],
    ['df.to_xml()', ['lxml']],
    ['df.style', ['jinja2']],
    ['print(df.to_markdown())', ['tabulate']],
    ['s.dt.tz_localize("Europe/Berlin")', ['tzdata']],
  ])('of pandas: %s', (code, modules) => {
    expect(inPandas(code)).toEqual(modules);
  });

  it.each([['1 + 1'], ['df.plotting'], ['np.histogram(a)'], ['df.interpolate(method="linear")'], ['df.styles'], ['']])(
    'is nothing in %j',
    (code) => {
      expect(inPandas(code)).toEqual([]);
    },
  );

  it('is nothing if the package is not there that would import it', () => {
    expect(optionalDependencies('df.plot()\npd.read_excel("a.xlsx")', new Set(['numpy']))).toEqual([]);
  });

  it('is nothing that is there already', () => {
    expect(optionalDependencies('df.plot()', new Set(['pandas', 'matplotlib']))).toEqual([]);
  });

  it('is the data of time zones for the standard library', () => {
    expect(optionalDependencies('ZoneInfo("Europe/Berlin")', new Set())).toEqual(['tzdata']);
  });

  it.each(['pyodide', 'pyodide029'])('is in the distribution of %s or on PyPI', (distribution) => {
    const path = createRequire(import.meta.url).resolve(`${distribution}/pyodide-lock.json`);
    const index = new LockIndex(readLock(JSON.parse(readFileSync(path, 'utf8'))));
    const everything =
      'df.plot.kde()\nread_excel("a.xls", engine="calamine")\nto_parquet()\nread_html()\nf.style\n.to_xarray()';
    const onPyPi = GEMINI_LIBRARIES.flatMap(({ from, imports }) => (from === 'pypi' ? imports : []));
    const missing = inPandas(everything).filter((module) => !index.withModule(module));
    expect(missing.filter((module) => !onPyPi.includes(module))).toEqual([]);
  });
});

describe('why a module is missing', () => {
  const failures = [
    { name: 'openpyxl', message: 'no openpyxl' },
    { name: 'jinja2', message: 'no jinja2' },
  ];
  const behind = (type: string, message: string) => hintForImportError({ type, message, traceback: '' }, failures);

  it.each([
    ['ModuleNotFoundError', "No module named 'openpyxl'", 'no openpyxl'],
    ['ModuleNotFoundError', "No module named 'openpyxl.styles'", 'no openpyxl'],
    ['ImportError', "Missing optional dependency 'openpyxl'.  Use pip or conda to install openpyxl.", 'no openpyxl'],
    ['ImportError', "Missing optional dependency 'Jinja2'. DataFrame.style requires jinja2.", 'no jinja2'],
    ['AttributeError', "The '.style' accessor requires jinja2", 'no jinja2'],
  ])('is told with %s: %s', (type, message, told) => {
    expect(behind(type, message)).toBe(told);
  });

  it.each([
    ['ModuleNotFoundError', "No module named 'other'"],
    ['ImportError', "cannot import name 'openpyxlsx' from 'os'"],
    ['AttributeError', "module 'mine' has no attribute 'jinja2'"],
    ['ValueError', 'openpyxl'],
  ])('is not told with %s: %s', (type, message) => {
    expect(behind(type, message)).toBeUndefined();
  });
});
