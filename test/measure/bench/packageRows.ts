/** What it takes to have real packages, where a machine has them: numpy and Pillow, and numpy, pandas and matplotlib. */

import { Sandbox } from '../../../src/entries/index.ts';
import { forgetAll, whenKept } from './interpreterRows.ts';
import { type Row, time, type Ways, wait } from './measure.ts';
import { Stock } from './stock.ts';

const TIMES = 10;
/** Stock Pyodide takes long for these. */
const FEW_TIMES = 5;
/** Milliseconds: to import all this for the first time takes long on a machine that does much else. */
const PATIENT = { timeout: 300_000 };
/** Milliseconds in which a page that has nothing to do restores these packages for the next session. */
const RESTORE_TIME = 5_000;
/** What an earlier visit leaves in the browser: a snapshot without packages, and one with. Engines are stored only of this build's version. */
const KEPT = 2;

const PICTURES = {
  names: ['numpy', 'pillow'],
  code: 'import numpy\nfrom PIL import Image\nint(numpy.arange(4).sum())',
};
const TABLES = {
  names: ['numpy', 'pandas', 'matplotlib'],
  code: 'import numpy as np\nimport pandas as pd\nimport matplotlib.pyplot as plt\nlen(pd.DataFrame({"n": np.arange(4)}))',
};
/** Stock Pyodide has to be told how to draw, and how to give a picture. */
const FOR_STOCK = 'import os\nos.environ["MPLBACKEND"] = "agg"\n';
const PLOT = 'plt.plot([1, 3, 2], label="n")\nplt.title("first")\nplt.legend()\n';
const SHOW = 'plt.show()';
const SHOW_IN_STOCK =
  'import base64, io\npicture = io.BytesIO()\nplt.savefig(picture)\nbase64.b64encode(picture.getvalue())';

/** Real packages: the folder of an engine that has them vendored, and the addresses of their wheels by canonical name. */
export interface RealPackages {
  engine: string;
  wheels: Record<string, string>;
}

interface Imports {
  /** The packages that are imported. Without one of them, its rows are left out. */
  names: string[];
  code: string;
}

export function packageRows(packages: RealPackages): Row[] {
  const has = ({ names }: Imports) => names.every((name) => name in packages.wheels);
  const against = 'stock Pyodide, until they are imported';
  const forPictures: Row[] = [
    {
      name: 'ready-packages',
      against,
      target: { ratio: 0.04 },
      times: TIMES,
      open: () => readyAgain(packages, PICTURES),
    },
  ];
  const forTables: Row[] = [
    {
      name: 'ready-pandas',
      against,
      target: { ratio: 0.05, most: 500 },
      times: FEW_TIMES,
      open: () => readyLater(packages, TABLES),
    },
    {
      name: 'ready-pandas-new',
      against,
      target: { ratio: 0.05, most: 350 },
      times: FEW_TIMES,
      open: () => readyAgain(packages, TABLES),
    },
    {
      name: 'first-plot',
      against: 'stock Pyodide, the first plot after the imports',
      target: { ratio: 1.05 },
      times: FEW_TIMES,
      open: () => firstPlot(packages),
    },
  ];
  return [...(has(PICTURES) ? forPictures : []), ...(has(TABLES) ? forTables : [])];
}

const whenRestored = () => wait(RESTORE_TIME);

/** A second sandbox, in a page whose first one has the packages. */
async function readyAgain(packages: RealPackages, imports: Imports): Promise<Ways> {
  await forgetAll();
  const open = await visit(packages, imports);
  return {
    async ours() {
      await whenRestored();
      return timeVisit(packages, imports);
    },
    reference: () => timeStock(packages, imports),
    close: () => open.close(),
  };
}

/** Nothing is open but what an earlier visit left in the browser. */
async function readyLater(packages: RealPackages, imports: Imports): Promise<Ways> {
  await forgetAll();
  const earlier = await visit(packages, imports);
  await earlier.close();
  return {
    ours: () => timeVisit(packages, imports),
    reference: () => timeStock(packages, imports),
    async close() {},
  };
}

/** The packages are imported. What is measured is the first figure, until its picture is there. */
async function firstPlot(packages: RealPackages): Promise<Ways> {
  await forgetAll();
  const open = await visit(packages, TABLES);
  return {
    async ours() {
      await whenRestored();
      const sandbox = await Sandbox.create(optionsFor(packages));
      await sandbox.run(TABLES.code, PATIENT);
      const taken = await time(async () => {
        const { results } = await sandbox.run(PLOT + SHOW, PATIENT);
        if (results[0]?.data['image/png'] === undefined) throw new Error('There is no picture.');
      });
      await sandbox.close();
      return taken;
    },
    async reference() {
      const stock = new Stock();
      await runInStock(stock, packages, TABLES);
      const taken = await time(() => stock.run(PLOT + SHOW_IN_STOCK));
      stock.end();
      return taken;
    },
    close: () => open.close(),
  };
}

function optionsFor({ engine }: RealPackages) {
  return { assets: engine, packages: 'vendored' } as const;
}

/** Imports the packages in a sandbox, and waits until the browser has stored what the next visit starts from. */
async function visit(packages: RealPackages, { code }: Imports): Promise<Sandbox> {
  const sandbox = await Sandbox.create(optionsFor(packages));
  await sandbox.run(code, PATIENT);
  await whenKept(KEPT);
  return sandbox;
}

async function timeVisit(packages: RealPackages, { code }: Imports): Promise<number> {
  let sandbox: Sandbox | undefined;
  const taken = await time(async () => {
    sandbox = await Sandbox.create(optionsFor(packages));
    const { ok, stderr } = await sandbox.run(code, PATIENT);
    if (!ok) throw new Error(stderr);
  });
  await sandbox?.close();
  return taken;
}

async function timeStock(packages: RealPackages, imports: Imports): Promise<number> {
  let stock: Stock | undefined;
  const taken = await time(() => {
    stock = new Stock();
    return runInStock(stock, packages, imports);
  });
  stock?.end();
  return taken;
}

/** Loads all wheels for pandas and matplotlib, and for less the named ones alone. */
function runInStock(stock: Stock, { engine, wheels }: RealPackages, { names, code }: Imports): Promise<void> {
  const needed = names.includes('matplotlib') ? Object.values(wheels) : names.flatMap((name) => wheels[name] ?? []);
  return stock.run(FOR_STOCK + code, { engine, wheels: needed });
}
