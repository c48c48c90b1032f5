import { buildNative } from './buildNative.ts';
import { type BuiltWheel, buildWheel, digest, pack } from './buildWheel.ts';

/** An entry of a lock file, as Pyodide has it. */
export interface LockEntry {
  name: string;
  version: string;
  file_name: string;
  sha256: string;
  package_type: string;
  install_dir: string;
  depends: string[];
  imports: string[];
}

/** A package of the distribution that the mirror plays. */
export interface DistributedPackage {
  entry: LockEntry;
  bytes: Uint8Array<ArrayBuffer>;
}

/** Imports what it does not depend on, and says what is missing, as the real one does. */
const PANDAS = `
def read_excel(path):
    try:
        import openpyxl
    except ImportError as error:
        raise ImportError("Missing optional dependency 'openpyxl'.  Use pip or conda to install openpyxl.") from error

class DataFrame:
    def plot(self):
        import matplotlib
        return matplotlib.drawn
`;

/** Reads JSON in the place of Parquet, by the methods of the real one. */
const PARQUET = `
import json
from types import SimpleNamespace

class ParquetFile:
    def __init__(self, path):
        with open(path) as file:
            self._columns = json.load(file)
        self.schema_arrow = SimpleNamespace(names=list(self._columns))

    def __enter__(self):
        return self

    def __exit__(self, *error):
        pass

    def iter_batches(self):
        yield SimpleNamespace(to_pydict=lambda: self._columns)
`;

/** Takes a while to import, and can't be imported a second time, as numpy. */
const ONCE = `
import sys, time
if hasattr(sys, "once_began"):
    raise ImportError("cannot load module more than once per process")
sys.once_began = True
end = time.monotonic() + 0.5
while time.monotonic() < end:
    pass
`;

/** Keeps the error that it caught, and with that all frames in which it was imported. */
const DRAWING = `
ink = 3
try:
    import no_such_pen
except ImportError as error:
    reason = error
`;

/** What the mirror's distribution has: two that depend on each other's kin, one by another name, one that imports others when it is used, and a native one with its library. */
export function distributionPackages(): DistributedPackage[] {
  const pure = [
    distribute(buildWheel({ name: 'once', version: '1.0', files: { 'once/__init__.py': ONCE } }), ['once'], []),
    distribute(
      buildWheel({
        name: 'greetings',
        version: '1.0',
        requires: ['polite'],
        files: {
          'greetings/__init__.py':
            'from polite import please\n\ndef greet(name):\n    return f"Hello {name}, {please}"\n',
        },
      }),
      ['greetings'],
      // Spelt as lock files sometimes do.
      ['Polite'],
    ),
    distribute(
      buildWheel({ name: 'polite', version: '2.0', files: { 'polite.py': 'please = "please"\n' } }),
      ['polite'],
      [],
    ),
    distribute(buildWheel({ name: 'py-drawing', version: '0.1', files: { 'drawing.py': DRAWING } }), ['drawing'], []),
    distribute(
      buildWheel({
        name: 'attached',
        version: '1.0',
        files: { 'attached.py': 'from pyodide.ffi import to_js\nheld = to_js([1])\n' },
      }),
      ['attached'],
      [],
    ),
    distribute(buildWheel({ name: 'pandas', version: '3.0', files: { 'pandas.py': PANDAS } }), ['pandas'], []),
    distribute(
      buildWheel({ name: 'matplotlib', version: '3.10', files: { 'matplotlib.py': 'drawn = "a plot"\n' } }),
      ['matplotlib'],
      [],
    ),
    distribute(
      buildWheel({
        name: 'pyarrow',
        version: '22.0',
        files: { 'pyarrow/__init__.py': '', 'pyarrow/parquet.py': PARQUET },
      }),
      ['pyarrow'],
      [],
    ),
    // Big enough for its download to be seen going on.
    distribute(
      buildWheel({
        name: 'heavy',
        version: '1.0',
        files: { 'heavy/__init__.py': 'weight = 300_000\n', 'heavy/data.bin': noise(300_000) },
      }),
      ['heavy'],
      [],
    ),
  ];
  return [...pure, ...nativePackages()];
}

function nativePackages(): DistributedPackage[] {
  const native = buildNative();
  if (!native) return [];
  const counter = buildWheel({
    name: 'counter',
    version: '1.0',
    tag: 'cp314-cp314-pyemscripten_2026_0_wasm32',
    files: { 'counter.cpython-314-wasm32-emscripten.so': native.counter },
  });
  const library = pack({ 'libtally.so': native.tally });
  const tally: LockEntry = {
    name: 'libtally',
    version: '1.0',
    file_name: 'libtally-1.0.zip',
    sha256: digest(library, 'hex'),
    package_type: 'shared_library',
    install_dir: 'dynlib',
    depends: [],
    imports: [],
  };
  return [distribute(counter, ['counter'], ['libtally']), { entry: tally, bytes: library }];
}

function distribute(wheel: BuiltWheel, imports: string[], depends: string[]): DistributedPackage {
  const { name, version } = wheel.source;
  const entry: LockEntry = {
    name,
    version,
    file_name: wheel.fileName,
    sha256: wheel.sha256,
    package_type: 'package',
    install_dir: 'site',
    depends,
    imports,
  };
  return { entry, bytes: wheel.bytes };
}

/** Wheels of the index that the mirror plays, oldest first. */
export function indexWheels(): (BuiltWheel & { yanked?: boolean; withoutMetadata?: boolean })[] {
  const tidy = (version: string, requiresPython = '>=3.8', requires: string[] = []) =>
    buildWheel({ name: 'tidy', version, requiresPython, requires, files: { 'tidy.py': `version = "${version}"\n` } });
  return [
    tidy('1.0'),
    tidy('1.9'),
    tidy('1.10', '>=3.8', [
      'brush>=1,<2',
      'polite (>=1.5)',
      'winbrush ; sys_platform == "win32"',
      'backport ; python_version < "3.9"',
      'soap ; extra == "wet"',
      'bucket ; platform_system == "Emscripten" and (extra == "wet" or python_full_version >= "3.13.0")',
    ]),
    { ...tidy('1.11'), yanked: true },
    tidy('1.12', '>=4'),
    tidy('2.0b1'),
    buildWheel({ name: 'brush', version: '1.5', files: { 'brush.py': 'bristles = 15\n' } }),
    buildWheel({ name: 'brush', version: '2.0', files: { 'brush.py': 'bristles = 20\n' } }),
    {
      ...buildWheel({ name: 'bucket', version: '1.0', requires: ['soap'], files: { 'bucket.py': 'litres = 10\n' } }),
      withoutMetadata: true,
    },
    buildWheel({ name: 'soap', version: '3.0', files: { 'soap.py': '' } }),
    buildWheel({
      name: 'python-docx',
      version: '1.1',
      requires: ['soap[lavender]'],
      files: { 'docx/__init__.py': '' },
    }),
    buildWheel({ name: 'demanding', version: '1.0', requires: ['brush>=7'], files: { 'demanding.py': '' } }),
    buildWheel({
      name: 'nativeonly',
      version: '1.0',
      tag: 'cp314-cp314-manylinux_2_28_x86_64',
      files: { 'nativeonly.py': '' },
    }),
    buildWheel({ name: 'early', version: '0.1a2', files: { 'early.py': '' } }),
  ];
}

/** Bytes that do not compress, the same each time. */
function noise(length: number): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return state & 0xff;
  });
}
