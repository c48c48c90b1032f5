import { spawn } from 'node:child_process';
import type { Ended } from '../../support/runCommand.ts';

/** Milliseconds that a program gets. */
const TIME = 60_000;

/** Runs a command that reads `input` to its end. */
export async function runCommand(command: string, args: string[], input: string, cwd: string): Promise<Ended> {
  const env = { ...process.env, PYTHONHASHSEED: '0', PYTHONIOENCODING: 'utf-8' };
  const child = spawn(command, args, { cwd, env, timeout: TIME });
  const written = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      written[stream] += text;
    });
  }
  // One that reads nothing may be gone by now.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...written }));
  });
}
