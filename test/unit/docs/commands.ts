import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from '../../support/runCommand.ts';
import { type Block, ROOT } from './pages.ts';

/** A command of a page, and where it stands. */
export interface Command {
  where: string;
  command: string;
}

const { scripts }: { scripts: Record<string, string> } = JSON.parse(
  readFileSync(path.join(ROOT, 'package.json'), 'utf8'),
);
/** npm's own, as far as the pages use them. */
const OF_NPM = ['ci', 'start', 'test', 'install', 'pack'];
const FORMS = { npm: /^npm (?:run (?:-s )?)?([\w:-]+)(?: -- (.*))?/, npx: /^npx glovebox(?: ([\w-]+))?(.*)/ };

/** The commands of a block: its lines, or what a workflow runs. */
export function commandsIn({ file, line, language, code }: Block): Command[] {
  return code.split('\n').flatMap((text, index) => {
    const [, run] = /^\s*(?:- )?run: (.*)$/.exec(text) ?? [];
    const whole = language === 'sh' ? text : (run ?? '');
    const commands = whole.replace(/(^|\s)#.*$/, '').split('&&');
    return commands
      .map((command) => command.trim().replace(/^(?:[A-Z_]+=\S+ )+/, ''))
      .filter((command) => command !== '')
      .map((command) => ({ where: `${file}:${line + index}`, command }));
  });
}

/** @returns what is wrong with a command, where something is */
export async function problemWithCommand({ where, command }: Command): Promise<string | undefined> {
  const problem = await problemOf(command);
  return problem && `${where}: ${problem}`;
}

async function problemOf(command: string): Promise<string | undefined> {
  const [, name, rest = ''] = FORMS.npm.exec(command) ?? [];
  if (name === 'glovebox') return problemWithGlovebox(rest);
  if (name !== undefined) {
    if (command.startsWith(`npm ${name}`) && OF_NPM.includes(name)) return undefined;
    const script = scripts[name];
    if (script === undefined) return `there is no script "${name}"`;
    return unknownOption(rest, `npm run ${name}`, await wordsAbout(script));
  }
  const [isGlovebox, ...words] = FORMS.npx.exec(command) ?? [];
  if (isGlovebox !== undefined) return problemWithGlovebox(words.join(''));
  return `the tests know nothing of "${command.split(' ')[0]}"`;
}

async function problemWithGlovebox(text: string): Promise<string | undefined> {
  const [command = '', ...rest] = text.trim().split(/\s+/);
  const program = 'src/cli/glovebox.ts';
  const commands = await helpOf(program, '--help');
  if (!new RegExp(`^  ${command}\\b`, 'm').test(commands)) return `glovebox has no command "${command}"`;
  return unknownOption(rest.join(' '), `glovebox ${command}`, await helpOf(program, command, '--help'));
}

/** What a script's program says of its options, or its text where it has no help. */
async function wordsAbout(script: string): Promise<string> {
  const [, program = ''] = /^tsx (\S+)$/.exec(script) ?? [];
  if (program === '') return '';
  const text = readFileSync(path.join(ROOT, program), 'utf8');
  return /--help/.test(text) ? helpOf(program, '--help') : text;
}

const helps = new Map<string, Promise<string>>();

/** Starting a program takes seconds: each is asked once. */
function helpOf(...program: string[]): Promise<string> {
  const key = program.join(' ');
  const help =
    helps.get(key) ??
    runCommand(process.execPath, ['--import', 'tsx', ...program], { cwd: ROOT }).then(({ stdout }) => stdout);
  helps.set(key, help);
  return help;
}

function unknownOption(rest: string, command: string, help: string): string | undefined {
  const options = rest.match(/(?<=^|\s)--[\w-]+/g) ?? [];
  const unknown = options.find((option) => !isIn(help, option));
  return unknown && `${command} has no ${unknown}`;
}

/** In a program's own text an option stands without its dashes. */
function isIn(help: string, option: string): boolean {
  const name = option.slice(2);
  return new RegExp(`${option}\\b|\\b'?${name}'?: \\{`).test(help);
}
