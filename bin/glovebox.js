#!/usr/bin/env node
// A checkout runs the source as it is. The package has no source, but what was built of it.
import { existsSync } from 'node:fs';

const source = new URL('../src/cli/glovebox.ts', import.meta.url);
if (existsSync(source)) {
  const { tsImport } = await import('tsx/esm/api');
  await tsImport(source.href, import.meta.url);
} else {
  await import('../build/node/glovebox.js');
}
