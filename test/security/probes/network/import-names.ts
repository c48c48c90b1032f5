// A secret in the name of a package.
// tries: import modules whose names hold the secret, also by lying to the page about which modules are missing
// must: ask no server for what the distribution does not list
import type { Attack } from '../../attack.ts';

export default async function importNames(attack: Attack): Promise<string> {
  const sandbox = await attack.sandbox({ distributionUrl: `${attack.out}/` });
  const { status } = await sandbox.run('import secret_4711');
  await sandbox.run(
    'import pyodide.code\npyodide.code.find_imports = lambda code: ["secret_4712", "numpy_secret", "../secret", "__proto__"]',
  );
  await sandbox.run('import looked_for');
  return status === 'error' ? 'blocked: nobody is asked' : `escaped: ${status}`;
}
