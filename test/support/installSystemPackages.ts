/**
 * Installs what some tests need of the system, where that may be done: Debian's own pytest with the libraries of data analysis and of charts
 * for the Python side, MkDocs and Sphinx for sites with cells, Jupyter's nbformat for exported notebooks, its server and kernel for code
 * beyond the tab, and a compiler for the native wheel. Elsewhere those tests are skipped, saying why.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Debian packages, each by a file that it brings. */
const PACKAGES: Readonly<Record<string, string>> = {
  'python3-pytest': '/usr/lib/python3/dist-packages/pytest/__init__.py',
  'python3-numpy': '/usr/lib/python3/dist-packages/numpy/__init__.py',
  'python3-pandas': '/usr/lib/python3/dist-packages/pandas/__init__.py',
  'python3-pil': '/usr/lib/python3/dist-packages/PIL/__init__.py',
  'python3-matplotlib': '/usr/lib/python3/dist-packages/matplotlib/__init__.py',
  'python3-sympy': '/usr/lib/python3/dist-packages/sympy/__init__.py',
  'python3-seaborn': '/usr/lib/python3/dist-packages/seaborn/__init__.py',
  'python3-scipy': '/usr/lib/python3/dist-packages/scipy/__init__.py',
  'python3-sklearn': '/usr/lib/python3/dist-packages/sklearn/__init__.py',
  'python3-openpyxl': '/usr/lib/python3/dist-packages/openpyxl/__init__.py',
  'python3-statsmodels': '/usr/lib/python3/dist-packages/statsmodels/__init__.py',
  'python3-networkx': '/usr/lib/python3/dist-packages/networkx/__init__.py',
  'python3-plotly': '/usr/lib/python3/dist-packages/plotly/__init__.py',
  'python3-altair': '/usr/lib/python3/dist-packages/altair/__init__.py',
  'python3-joblib': '/usr/lib/python3/dist-packages/joblib/__init__.py',
  'python3-tqdm': '/usr/lib/python3/dist-packages/tqdm/__init__.py',
  'python3-rich': '/usr/lib/python3/dist-packages/rich/__init__.py',
  'python3-httpx': '/usr/lib/python3/dist-packages/httpx/__init__.py',
  'python3-nbformat': '/usr/lib/python3/dist-packages/nbformat/__init__.py',
  'python3-jupyter-server': '/usr/lib/python3/dist-packages/jupyter_server/__init__.py',
  'python3-ipykernel': '/usr/lib/python3/dist-packages/ipykernel/__init__.py',
  mkdocs: '/usr/bin/mkdocs',
  'python3-sphinx': '/usr/bin/sphinx-build',
  'python3-myst-parser': '/usr/lib/python3/dist-packages/myst_parser/__init__.py',
  clang: '/usr/bin/clang',
  lld: '/usr/bin/wasm-ld',
};

const missing = Object.keys(PACKAGES).filter((name) => !existsSync(PACKAGES[name] ?? ''));
const mayInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
if (missing.length > 0 && mayInstall) {
  console.error(`Installing ${missing.join(' ')}`);
  const command = `apt-get update -qq && apt-get install -y -qq --no-install-recommends ${missing.join(' ')}`;
  // A package that can't be installed is no failure here: the tests that need it say so.
  spawnSync('sh', ['-c', command], {
    stdio: ['ignore', 'ignore', 2],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}
