#!/usr/bin/env node
/** `npm create glovebox DIR`: is `glovebox init DIR`. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('bin/glovebox.js', import.meta.resolve('glovebox/package.json')));
const { status } = spawnSync(process.execPath, [program, 'init', ...process.argv.slice(2)], { stdio: 'inherit' });
process.exitCode = status ?? 1;
