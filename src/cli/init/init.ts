import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArguments, type Terminal, UsageError } from '../commandLine.ts';
import { CHOICES, type Choice, checkChoice, DEFAULTS, providersOf, readChoice } from './choices.ts';
import { filesOf } from './files.ts';

export const INIT_USAGE = `Usage: glovebox init [DIR]

Writes an application that runs into DIR, a new or empty folder. On a terminal it asks for what the options leave open;
elsewhere, and with --yes, the defaults apply.

Options:
  --template NAME   ${describe('template')}
  --bundler NAME    ${describe('bundler')}
  --provider NAME   ${describe('provider')}
  -y, --yes         ask nothing
  -h, --help
`;

/**
 * Runs `glovebox init`.
 *
 * @returns the exit code: 0, or 1 if the user cancels
 * @throws UsageError if the command line is wrong, or the folder is not empty
 * @throws Error if a file can't be written
 */
export async function init(args: string[], terminal: Terminal): Promise<number> {
  const options = {
    template: { type: 'string' },
    bundler: { type: 'string' },
    provider: { type: 'string' },
    yes: { type: 'boolean', short: 'y' },
  } as const;
  const { values, positionals } = parseArguments(args, options, INIT_USAGE);
  const [folder, ...others] = positionals;
  if (others.length > 0) throw new UsageError(`Name one folder.\n\n${INIT_USAGE}`);
  const choice = given(values);
  const asks = !values.yes && process.stdin.isTTY && process.stdout.isTTY;
  const answers = asks ? await ask(folder, choice) : withDefaults(folder, choice);
  if (!answers) return 1;
  checkChoice(answers.choice);
  await write(path.resolve(answers.folder), answers.choice);
  terminal.out(`${describeNext(answers.folder)}\n`);
  return 0;
}

type Given = Partial<Choice>;

function given({ template, bundler, provider }: Partial<Record<keyof Choice, string>>): Given {
  return {
    ...(template !== undefined && { template: readChoice('template', template) }),
    ...(bundler !== undefined && { bundler: readChoice('bundler', bundler) }),
    ...(provider !== undefined && { provider: readChoice('provider', provider) }),
  };
}

async function ask(folder: string | undefined, choice: Given) {
  if (folder !== undefined && Object.keys(choice).length === Object.keys(CHOICES).length)
    return withDefaults(folder, choice);
  const { askQuestions } = await import('./questions.ts');
  return askQuestions({ folder, choice });
}

function withDefaults(folder: string | undefined, choice: Given): { folder: string; choice: Choice } {
  if (folder === undefined) throw new UsageError(`Name a folder.\n\n${INIT_USAGE}`);
  const { template, bundler } = { ...DEFAULTS, ...choice };
  const providers = providersOf({ template, bundler });
  const [provider = DEFAULTS.provider] = providers.includes(DEFAULTS.provider) ? [DEFAULTS.provider] : providers;
  return { folder, choice: { template, bundler, provider, ...choice } };
}

/** @throws UsageError if something is there already */
async function write(folder: string, choice: Choice): Promise<void> {
  const present = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new UsageError(`${folder} is not a folder.`);
  });
  // A repository may be there already.
  if (present.some((name) => name !== '.git')) throw new UsageError(`${folder} is not empty. Name a new folder.`);
  const files = await filesOf(choice, path.basename(folder));
  for (const [name, content] of files) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), content);
  }
}

function describeNext(folder: string): string {
  const enter = path.resolve(folder) === process.cwd() ? '' : `  cd ${folder}\n`;
  return `Written. Now:\n\n${enter}  npm install\n  npm start`;
}

function describe(name: keyof Choice): string {
  return `${Object.keys(CHOICES[name]).join(', ')}; default: ${DEFAULTS[name]}`;
}
