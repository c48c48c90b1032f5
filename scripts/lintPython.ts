/** Checks the Python files with ruff, which comes as WebAssembly. Its settings are in ruff.toml. `--fix` formats the files as well. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Diagnostic, PositionEncoding, Workspace } from '@astral-sh/ruff-wasm-nodejs';
import { parse } from 'smol-toml';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FOLDERS = ['worker/harness', 'test/python', 'examples/sites', 'docs/site'];
const FIX = process.argv.includes('--fix');

/** The settings of ruff.toml that the WebAssembly build ignores, because it gets no paths. */
interface PathRules {
  lint: { 'per-file-ignores': Record<string, string[]> };
}

const settings = parse(readFileSync(path.join(ROOT, 'ruff.toml'), 'utf8'));
const ignoredByFolder = Object.entries((settings as unknown as PathRules).lint['per-file-ignores']);
const workspace = new Workspace(settings, PositionEncoding.Utf32);

function pythonFiles(folder: string): string[] {
  const names = readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.py')).map((name) => `${folder}/${name}`);
}

function isIgnored(file: string, { code }: Diagnostic): boolean {
  return ignoredByFolder.some(
    ([folder, rules]) => file.startsWith(folder) && rules.some((rule) => code?.startsWith(rule)),
  );
}

/** @returns one line for each problem */
function lint(file: string): string[] {
  const place = path.join(ROOT, file);
  const text = readFileSync(place, 'utf8');
  const formatted = workspace.format(text);
  if (FIX && formatted !== text) writeFileSync(place, formatted);
  const diagnostics = workspace.check(FIX ? formatted : text) as Diagnostic[];
  const problems = diagnostics
    .filter((diagnostic) => !isIgnored(file, diagnostic))
    .map(({ code, message, start_location: { row, column } }) => `${file}:${row}:${column} ${code} ${message}`);
  return FIX || formatted === text ? problems : [...problems, `${file} is not formatted: npm run lint:python -- --fix`];
}

const problems = FOLDERS.flatMap(pythonFiles).flatMap(lint);
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
