import type { CodeExecutor } from '../../sandbox/codeExecutor.ts';
import { GEMINI_LIBRARIES } from '../../sandbox/packages/knowledge/geminiLibraries.ts';
import { type CodeLanguage, describeNetwork } from '../codec/languages.ts';
import type { Protocol } from '../codec/protocol.ts';

/** The place where the model's code runs, as far as it is known before the first run. */
export interface Environment {
  /** The languages that programs may use. */
  languages: readonly CodeLanguage[];
  /** Such as `3.14.2`; empty while there is no sandbox yet. */
  pythonVersion: string;
  /** Libraries that can be imported besides the standard library; `undefined` if your site decides that (vendored packages), or a server. */
  libraries: readonly string[] | undefined;
  /** Whether code runs in the sealed sandbox of the user's browser, and not in a kernel on a server. */
  isSealed: boolean;
  /** The origins that sealed code can send requests to. */
  origins: readonly string[];
  /** Time limit per run, in ms. */
  timeout: number;
  /** Names of the functions that Python can import from the module `tools`. */
  tools: readonly string[];
  /** These functions, with their signatures, or how to search them if they are many. Empty if there are none. */
  toolDescriptions: string;
  /** How the model runs code. */
  protocol: Protocol;
  /** Whether the model sees the pictures that code makes. In a Live session, only the user does. */
  seesPictures: boolean;
}

/** Lists the libraries of Gemini's own environment that a sandbox can load, by the source of its packages. */
export function librariesOf(sandbox: CodeExecutor | undefined): string[] | undefined {
  const from = sandbox?.packages;
  if (from !== 'distribution' && from !== 'pypi') return undefined;
  const available = GEMINI_LIBRARIES.filter((library) => library.from === 'distribution' || library.from === from);
  return available.map(({ name }) => name);
}

export function describeEnvironment(environment: Environment): string {
  const { languages, timeout, toolDescriptions, protocol, seesPictures, isSealed, origins } = environment;
  const javascript = languages.includes('JAVASCRIPT');
  const seconds = Number.isFinite(timeout) ? `Each run may take ${timeout / 1000} s. ` : '';
  const sentences = [
    protocol === 'fences' ? howToFence(javascript) : '',
    `${languages.map((language) => nameOf(language, environment)).join(' and ')} ${javascript ? 'run' : 'runs'} ${
      isSealed
        ? `in the user's browser, sealed off: ${describeNetwork(origins)}, no subprocesses, no way to install packages.`
        : 'in a Jupyter kernel on a server.'
    }`,
    librariesSentence(environment),
    `${seconds}Variables stay from one run to the next. You see what is printed, ${shownThings(seesPictures)} ` +
      'Files are read and written in the working directory.',
    'If a run fails, correct the code and run it again.',
  ];
  return [sentences.filter((sentence) => sentence !== '').join(' '), toolDescriptions].join('\n\n').trim();
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

function librariesSentence({ languages, libraries, isSealed }: Environment): string {
  if (!languages.includes('PYTHON')) return '';
  if (!isSealed)
    return "Beside Python's standard library there are those packages that are installed there: try to import what you need.";
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
