import { afterAll, beforeAll, expect, it } from 'vitest';
import { GloveboxError, type RunResult, Sandbox } from '../../src/entries/index.ts';
import { Attack, flaws, type PageProbe } from './attack.ts';
import { PageWatch } from './pageWatch.ts';
import { judge, type Probe, type Verdict } from './probe.ts';
import { addressOf, heard, PROBES } from './probes.ts';

const PAGE_PROBES = import.meta.glob<PageProbe>('./probes/*/*.ts', { import: 'default' });
/** Nothing that these do to a sandbox could help the next of them. */
const SHARING = ['network', 'storage'];
/** Bytes that hostile code gets: enough for Python, and little enough to fill. */
const MEMORY = 192 * 1024 ** 2;

let watch: PageWatch;
/** Keeps the engine, which all sandboxes share, from being loaded anew for each. */
let shared: Sandbox;

/** What the sandbox under attack has sent; not what the controls have. */
async function leaked(): Promise<string[]> {
  return (await heard()).filter((request) => !request.includes('/control/'));
}

/** Runs JavaScript in the worker of Python: whatever `import js` gives can do that, without eval. */
function throughPython(source: string, out: string): string {
  const program = [
    'globalThis.probe = (async () => { const printed = []; const console = { log: (text) => printed.push(text) };',
    `const OUT = ${JSON.stringify(out)};`,
    source,
    'return printed.join("\\n") })()',
  ].join('\n');
  return [
    'import js',
    'from pyodide.ffi import to_js',
    `_source = ${JSON.stringify(program)}`,
    // Firefox imports only what says that it is JavaScript.
    '_type = to_js({"type": "text/javascript"}, dict_converter=js.Object.fromEntries)',
    'js.importScripts(js.URL.createObjectURL(js.Blob.new(to_js([_source]), _type)))',
    'print(await js.probe)',
  ].join('\n');
}

type Way = [name: string, run: (sandbox: Sandbox) => Promise<RunResult>];

function waysOf(probe: Probe): Way[] {
  const out = addressOf(probe, 'attack');
  const { timeout, source } = probe;
  if (probe.language === 'python') {
    return [['Python', (sandbox) => sandbox.run(`OUT = ${JSON.stringify(out)}\n${source}`, { timeout })]];
  }
  return [
    [
      'JavaScript',
      (sandbox) => sandbox.run(`const OUT = ${JSON.stringify(out)};\n${source}`, { timeout, language: 'javascript' }),
    ],
    ['JavaScript through Python', (sandbox) => sandbox.run(throughPython(source, out), { timeout })],
  ];
}

/** Whatever was done to it, a sandbox answers, or says why not; and after a reset it is as if new. */
async function expectToAnswer(sandbox: Sandbox, way: string): Promise<void> {
  for (const language of ['python', 'javascript'] as const) {
    try {
      expect(flaws(await sandbox.run('1 + 1', { language, timeout: 5000 })), way).toEqual([]);
    } catch (error) {
      expect(GloveboxError.is(error), `${way}: ${error}`).toBe(true);
    }
  }
  if (sandbox !== shared) await sandbox.reset();
  const { output } = await sandbox.run('1 + 1');
  expect(output, way).toBe('2\n');
}

/** Attacks in every way that there is, and looks at what is left of the sandbox after each. */
async function attack(probe: Probe & { path: string }): Promise<[way: string, verdict: Verdict][]> {
  await using means = new Attack(addressOf(probe, 'attack'));
  const pageProbe = PAGE_PROBES[probe.path];
  if (pageProbe) {
    const said = await (await pageProbe())(means);
    return [['page', judge(probe, { status: 'ok', stdout: said })]];
  }
  const verdicts: [string, Verdict][] = [];
  for (const [way, run] of waysOf(probe)) {
    const sandbox = SHARING.includes(probe.family) ? shared : await means.sandbox({ memoryLimit: MEMORY });
    const result = await run(sandbox);
    expect(flaws(result), way).toEqual([]);
    verdicts.push([way, judge(probe, result)]);
    await expectToAnswer(sandbox, way);
  }
  return verdicts;
}

/** Attacks with each probe of a family. A file of its own for each: in WebKit, code that never ends goes on until its browser does. */
export function attackWith(family: string): void {
  beforeAll(async () => {
    watch = await PageWatch.begin();
    shared = await Sandbox.create({ assets: '/pyodide/', prewarm: 2 });
  });
  afterAll(() => shared.close());

  const probes = PROBES.filter((probe) => probe.family === family);
  it.for(probes.map((probe) => [`${probe.name}: ${probe.title}`, probe] as const))(
    `${family}: %s`,
    async ([, probe], { task }) => {
      const verdicts = await attack(probe);
      const { name, title, tries, must, control } = probe;
      task.meta.probe = { family, name, title, tries, must, control, verdicts };
      expect(verdicts.filter(([, { escaped }]) => escaped).map(([way, { what }]) => `${way}: ${what}`)).toEqual([]);
      expect(await watch.changes()).toEqual([]);
      expect(await leaked()).toEqual([]);
    },
  );

  it(`${family}: nothing is heard of it, also of what comes late`, async () => {
    expect(await leaked()).toEqual([]);
  });
}
