import { fileURLToPath } from 'node:url';
import { loadConfigFromFile } from 'vite';
import { expect, it } from 'vitest';

const CONFIG = fileURLToPath(new URL('../../../support/browsers/vitest.config.ts', import.meta.url));

it('this Node can read the configuration of `npm run test:browsers`, with a project for each kind of page', async () => {
  const loaded = await loadConfigFromFile({ command: 'serve', mode: 'test' }, CONFIG);
  const names = JSON.stringify(loaded?.config);
  for (const name of ['browser-chromium-plain', 'browser-chromium-isolated', 'security-chromium-plain'])
    expect(names).toContain(name);
});
