// @module-tag long
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, inject, it, onTestFinished } from 'vitest';
import { startFakeGemini } from '../../support/geminiFake/server.ts';
import { type Ended, runCommand } from '../../support/runCommand.ts';
import { call } from '../userActions.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

function runDemo(args: string[], environment: Record<string, string> = {}): Promise<Ended> {
  return runCommand('npm', ['run', '--silent', 'demo', '--', ...args], {
    cwd: ROOT,
    env: { ...process.env, GLOVEBOX_PAGE: inject('page'), ...environment },
  });
}

function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'demo-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

const partsIn = (stdout: string) =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

it('answers the first question in a terminal, part by part, and leaves a screenshot', async () => {
  const screenshot = path.join(temporaryFolder(), 'demo.png');
  const { code, stdout } = await runDemo(['--screenshot', screenshot]);
  expect(stdout).toContain('sum_of_primes=5117');
  const fields = [...stdout.matchAll(/^── (\S+)/gm)].map(([, field]) => field);
  expect(fields).toEqual(['question', 'text', 'executableCode', 'codeExecutionResult', 'text']);
  expect(stdout).toContain('codeExecutionResult (OUTCOME_OK)');
  expect(statSync(screenshot).size).toBeGreaterThan(10_000);
  expect(code).toBe(0);
});

it('gives one JSON object per part, and nothing else', async () => {
  const { code, stdout } = await runDemo(['leap-years', '--json']);
  const kinds = partsIn(stdout).map((part) => Object.keys(part).join());
  const turn = ['text', 'executableCode', 'codeExecutionResult', 'text'];
  expect(kinds).toEqual([...turn, ...turn, ...turn.slice(1)]);
  expect(code).toBe(0);
});

it('ends quietly if nobody reads on, and leaves nothing behind', async () => {
  const folder = temporaryFolder();
  const command = 'set -o pipefail; npm run --silent demo -- leap-years --json | head -n 1';
  const { code, stdout, stderr } = await runCommand('bash', ['-c', command], {
    cwd: ROOT,
    env: { ...process.env, TMPDIR: folder },
  });
  expect(partsIn(stdout)).toHaveLength(1);
  expect(stderr.replaceAll(/^npm warn .*\n/gm, '')).toBe('');
  expect(code).toBe(0);
  expect(readdirSync(folder).filter((name) => name.startsWith('glovebox-page-'))).toEqual([]);
});

it('lists the demos', async () => {
  const { code, stdout } = await runDemo(['--list']);
  expect(stdout).toMatch(/^primes +The first 50 primes\./m);
  expect(code).toBe(0);
});

it.each([
  [['nonsense'], 'There is no demo "nonsense". Choose one of: primes'],
  [['--nonsense'], "Unknown option '--nonsense'"],
  [['--live', 'Hello?'], 'Set GEMINI_API_KEY'],
  [['primes', '--file', 'data.csv'], 'need --live'],
])('says what is wrong with %j', async (args, complaint) => {
  const { code, stdout, stderr } = await runDemo(args, { GEMINI_API_KEY: '' });
  expect(stderr).toContain(complaint);
  expect(stdout).toBe('');
  expect(code).toBe(1);
});

it('asks the real API with a file, and fails if the outcome was not OK', async () => {
  await using gemini = await startFakeGemini();
  const file = path.join(temporaryFolder(), 'data.csv');
  writeFileSync(file, 'sold\n7\n');
  const live = async (program: string) => {
    const { baseUrl } = gemini.addScript({ turns: [{ parts: [call(program)] }, { parts: [{ text: 'There.' }] }] });
    const args = [
      '--live',
      'Any question',
      '--file',
      file,
      '--json',
      '--base-url',
      baseUrl,
      '--model',
      'gemini-3.8-flash',
    ];
    return runDemo(args, { GEMINI_API_KEY: 'a-secret-key' });
  };
  const good = await live('print(open("data.csv").read())');
  expect(partsIn(good.stdout)[1]).toEqual({ codeExecutionResult: { outcome: 'OUTCOME_OK', output: 'sold\n7\n\n' } });
  expect(good.code).toBe(0);
  const bad = await live('1 / 0');
  expect(partsIn(bad.stdout)[1].codeExecutionResult.outcome).toBe('OUTCOME_FAILED');
  expect(bad.code).toBe(1);
});
