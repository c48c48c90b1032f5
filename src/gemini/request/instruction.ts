import type { Content, ContentUnion, Part, PartUnion } from '@google/genai';
import { GEMINI_LIBRARIES } from '../../sandbox/packages/knowledge/geminiLibraries.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { Dialect } from '../codec/dialect.ts';
import type { CodeLanguage } from '../codec/languages.ts';
import { isContent } from './contents.ts';

/** The sandbox of the model's code, as far as it is known before the first run. */
export interface Environment {
  /** The languages that programs may use. */
  languages: readonly CodeLanguage[];
  /** Such as `3.14.2`; empty while there is no sandbox yet. */
  pythonVersion: string;
  /** Libraries that can be imported besides the standard library; `undefined` if your site decides that (vendored packages). */
  libraries: readonly string[] | undefined;
  /** Time limit per run, in ms. */
  timeout: number;
  /** Names of the functions that Python can import from the module `tools`. */
  tools: readonly string[];
  /** How the model runs code. */
  protocol: Dialect['protocol'];
  /** Whether the model sees the pictures that code makes. In a Live session, only the user does. */
  seesPictures: boolean;
}

/** Lists the libraries of Gemini's own environment that a sandbox can load, by the source of its packages. */
export function librariesOf(sandbox: Sandbox | undefined): string[] | undefined {
  const from = sandbox?.packages;
  if (from !== 'distribution' && from !== 'pypi') return undefined;
  const available = GEMINI_LIBRARIES.filter((library) => library.from === 'distribution' || library.from === from);
  return available.map(({ name }) => name);
}

export function describeEnvironment(environment: Environment): string {
  const { languages, timeout, tools, protocol, seesPictures } = environment;
  const javascript = languages.includes('JAVASCRIPT');
  const seconds = Number.isFinite(timeout) ? `Each run may take ${timeout / 1000} s. ` : '';
  return [
    protocol === 'fences' ? howToFence(javascript) : '',
    `${languages.map((language) => nameOf(language, environment)).join(' and ')} ${javascript ? 'run' : 'runs'} in the user's browser, ` +
      'sealed off: no network, no subprocesses, no way to install packages.',
    librariesSentence(environment),
    `${seconds}Variables stay from one run to the next. You see what is printed, ${shownThings(seesPictures)} ` +
      'Files are read and written in the working directory.',
    tools.length > 0 ? `Python can call these functions of the page: from tools import ${tools.join(', ')}.` : '',
    'If a run fails, correct the code and run it again.',
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

function nameOf(language: CodeLanguage, { pythonVersion }: Environment): string {
  if (language === 'JAVASCRIPT') return 'JavaScript';
  return pythonVersion === '' ? 'Python' : `Python ${pythonVersion}`;
}

function shownThings(seesPictures: boolean): string {
  return seesPictures
    ? 'the value of the last expression, and pictures that are plotted, displayed or saved.'
    : 'and the value of the last expression. Pictures that are plotted, displayed or saved are shown to the user, not to you.';
}

function librariesSentence({ languages, libraries }: Environment): string {
  if (!languages.includes('PYTHON')) return '';
  if (!libraries)
    return "Beside Python's standard library there are those packages that the page provides: try to import what you need.";
  return `Beside Python's standard library these can be imported, and no others: ${libraries.join(', ')}.`;
}

function howToFence(javascript: boolean): string {
  const other = javascript ? ' (or ```javascript)' : '';
  return (
    `To run code, write it between a line \`\`\`python${other} and a line \`\`\`, and end your turn there: you are given what it printed ` +
    'between ```output and ```. Never write such output yourself. Every such block is run; give code that is not to be run another name, such as ```text.'
  );
}

/** Adds our instruction below the application's. */
export function addInstruction(given: ContentUnion | undefined, ours: string): ContentUnion {
  if (ours === '') return given ?? '';
  const parts: Part[] = given === undefined ? [] : partsOfInstruction(given);
  return { role: 'user', parts: [...parts, { text: ours }] };
}

/** Adds our instruction above the first content of the user, for models without system instructions. */
export function addToContents(contents: Content[], ours: string): Content[] {
  const [first, ...rest] = contents;
  if (!first || ours === '') return contents;
  return [{ ...first, parts: [{ text: ours }, ...(first.parts ?? [])] }, ...rest];
}

export function partsOfInstruction(instruction: ContentUnion): Part[] {
  if (isContent(instruction)) return instruction.parts ?? [];
  return [instruction].flat().map((part: PartUnion) => (typeof part === 'string' ? { text: part } : part)) as Part[];
}
