/** Modules that a package imports only for some of its functions, and so does not depend on. */
interface ImplicitImports {
  /** The package, by canonical name; none for the standard library. */
  by?: string;
  /** Matches code that calls such a function. A wrong match only downloads a package for nothing. */
  where: RegExp;
  modules: readonly string[];
}

/**
 * Only modules that the documentation of these packages calls optional, and that exist for the browser.
 *
 * @see https://pandas.pydata.org/docs/getting_started/install.html#optional-dependencies
 * @see https://docs.xarray.dev/en/stable/getting-started-guide/installing.html
 * @see https://docs.python.org/3/library/zoneinfo.html#data-sources
 */
const IMPLICIT_IMPORTS: readonly ImplicitImports[] = [
  { where: /\bZoneInfo\(/, modules: ['tzdata'] },
  {
    by: 'pandas',
    where: /\.(?:plot|hist|boxplot)\b|\bscatter_matrix\b|\bpandas\.plotting\b|_gradient\(/,
    modules: ['matplotlib'],
  },
  { by: 'pandas', where: /\.(?:kde|density)\(|\bkind\s*=\s*["'](?:kde|density)["']/, modules: ['matplotlib', 'scipy'] },
  {
    by: 'pandas',
    where:
      /["'](?:kendall|spearman)["']|\bwin_type\s*=|\.interpolate\(\s*(?:method\s*=\s*)?["'](?!linear|time|index|values|pad)/,
    modules: ['scipy'],
  },
  { by: 'pandas', where: /\b(?:read_excel|to_excel|ExcelFile|ExcelWriter)\b/, modules: ['openpyxl'] },
  { by: 'pandas', where: /\.xls["']/, modules: ['xlrd'] },
  { by: 'pandas', where: /\bengine\s*=\s*["']calamine["']/, modules: ['python_calamine'] },
  { by: 'pandas', where: /\bengine\s*=\s*["']xlsxwriter["']/, modules: ['xlsxwriter'] },
  { by: 'pandas', where: /\b(?:read|to)_(?:parquet|feather|orc)\b|["'[]pyarrow["'\]]/, modules: ['pyarrow'] },
  { by: 'pandas', where: /\b(?:read|to)_xml\b/, modules: ['lxml'] },
  // If lxml finds no table, pandas tries the others.
  { by: 'pandas', where: /\bread_html\b/, modules: ['lxml', 'bs4', 'html5lib'] },
  { by: 'pandas', where: /\.(?:style\b|to_latex\()/, modules: ['jinja2'] },
  { by: 'pandas', where: /\.to_markdown\(/, modules: ['tabulate'] },
  { by: 'pandas', where: /\.to_xarray\(/, modules: ['xarray'] },
  { by: 'pandas', where: /["']sqlite:\/\//, modules: ['sqlalchemy'] },
  { by: 'pandas', where: /\btz_(?:localize|convert)\(|\btz\s*=/, modules: ['tzdata'] },
  { by: 'geopandas', where: /\.plot\b/, modules: ['matplotlib'] },
  { by: 'xarray', where: /\.plot\b/, modules: ['matplotlib'] },
  { by: 'xarray', where: /\b(?:open_dataset|load_dataset|to_netcdf)\b/, modules: ['netCDF4'] },
  { by: 'polars', where: /\.to_pandas\(/, modules: ['pandas', 'pyarrow'] },
  { by: 'polars', where: /\.plot\b/, modules: ['altair'] },
  { by: 'polars', where: /\.write_excel\(/, modules: ['xlsxwriter'] },
  { by: 'sympy', where: /\bplot(?:3d|_\w+)?\(/, modules: ['matplotlib'] },
  { by: 'statsmodels', where: /\b(?:qq)?plot\w*\(|\.graphics\b/, modules: ['matplotlib'] },
  { by: 'scikit-learn', where: /\bplot_tree\b|\b\w+Display\b/, modules: ['matplotlib'] },
  {
    by: 'scikit-learn',
    where: /\bas_frame\s*=\s*True\b|\btransform(?:_output)?\s*=\s*["']pandas["']/,
    modules: ['pandas'],
  },
  {
    by: 'networkx',
    where: /\b(?:pagerank|hits|kamada_kawai_layout|spectral_layout|\w+_matrix|\w+_spectrum|\w+_numpy|to_scipy_\w+)\(/,
    modules: ['scipy'],
  },
  { by: 'networkx', where: /\b(?:to|from)_pandas_\w+\(/, modules: ['pandas'] },
  { by: 'scipy', where: /\bdendrogram\(/, modules: ['matplotlib'] },
  { by: 'seaborn', where: /\bclustermap\(/, modules: ['scipy'] },
  { by: 'seaborn', where: /\b(?:lowess|logistic|robust)\s*=\s*True\b/, modules: ['statsmodels'] },
];

/**
 * Guesses the modules that `code` needs without importing them, such as matplotlib for `df.plot()`.
 *
 * @param installed the installed packages, by canonical name: only their code can be called
 */
export function optionalDependencies(code: string, installed: ReadonlySet<string>): string[] {
  const modules = IMPLICIT_IMPORTS.filter(
    ({ by, where }) => (by === undefined || installed.has(by)) && where.test(code),
  ).flatMap((each) => each.modules);
  return [...new Set(modules)].filter((module) => !installed.has(module));
}
