import { type SpawnOptions, spawn } from 'node:child_process';

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a command to its end, and gives what it wrote. */
export function runCommand(command: string, args: string[], options: SpawnOptions): Promise<Ended> {
  const child = spawn(command, args, options);
  const written = { stdout: '', stderr: '' };
  child.stdout?.on('data', (text) => {
    written.stdout += text;
  });
  child.stderr?.on('data', (text) => {
    written.stderr += text;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, ...written })));
}
