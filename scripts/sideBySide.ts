/**
 * `tsx scripts/sideBySide.ts types lint`: runs scripts of package.json side by side, and prints what each has written when it ends. Fails if
 * one of them does.
 */
import { runCommand } from '../test/support/runCommand.ts';

async function run(script: string): Promise<boolean> {
  const { code, stdout, stderr } = await runCommand('npm', ['run', script], {});
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  return code === 0;
}

const passed = await Promise.all(process.argv.slice(2).map(run));
process.exitCode = passed.every(Boolean) ? 0 : 1;
