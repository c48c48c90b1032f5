// Imports without end.
// tries: say that the code imports thousands of modules, or all that the distribution has
// must: be refused, or cut to what one run may ask for
import { UntrustedMessageError } from '../../../../src/entries/index.ts';
import type { Attack } from '../../attack.ts';

const LIE = (names: string) => `import pyodide.code\npyodide.code.find_imports = lambda code: ${names}`;
const ALL =
  '[name for package in __import__("pyodide_js")._api.lockfile_packages.to_py().values() for name in package["imports"] if name.isidentifier()]';
/** Downloads of one run at most, and the two lists that come first. */
const MAX_REQUESTS = 102;

export default async function importAll(attack: Attack): Promise<string> {
  const { fetch } = globalThis;
  const asked: string[] = [];
  globalThis.fetch = async (input, init) => {
    if (!String(input).startsWith('https://distribution.invalid/')) return fetch(input, init);
    asked.push(String(input));
    return new Response('', { status: 404 });
  };
  try {
    const options = { distributionUrl: 'https://distribution.invalid/' };
    const flooded = await attack.sandbox(options);
    await flooded.run(LIE('[f"m{n}" for n in range(12_000)]'));
    const refused = await flooded.run('import x').catch((error: unknown) => error);
    if (!(refused instanceof UntrustedMessageError)) return `escaped: ${JSON.stringify(refused)}`;
    const sandbox = await attack.sandbox(options);
    await sandbox.run(LIE(ALL));
    const { status } = await sandbox.run('import x');
    if (status !== 'error') return `broken: ${status}`;
    return asked.length > 0 && asked.length <= MAX_REQUESTS
      ? `blocked: ${asked.length} files of the distribution are asked for`
      : `escaped: ${asked.length} files are asked for`;
  } finally {
    globalThis.fetch = fetch;
  }
}
