import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const SECURITY = fileURLToPath(new URL('../../security', import.meta.url));

it('each family of probes has a file of tests that attacks with it', () => {
  const files = readdirSync(SECURITY).filter((name) => name.endsWith('.test.ts'));
  const attacks = files.flatMap((name) => {
    const [, family] = /attackWith\('(.+)'\)/.exec(readFileSync(path.join(SECURITY, name), 'utf8')) ?? [];
    return family ?? [];
  });
  expect(attacks.toSorted()).toEqual(readdirSync(path.join(SECURITY, 'probes')).toSorted());
});
