import type { SpawnOptions } from 'node:child_process';
import { runCommand } from '../support/runCommand.ts';

/** Runs a command to its end. @throws Error with what it wrote, if it fails */
export async function run(command: string, args: string[], options: SpawnOptions): Promise<void> {
  const { code, stdout, stderr } = await runCommand(command, args, options);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${stdout}\n${stderr}`);
}
