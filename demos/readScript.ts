import type { Cassette } from '../src/cassette/format.ts';

/** The head of a demo's script. */
interface DemoFacts {
  title: string;
  description: string;
  /** Names of files in `demos/files/` that the user attaches to the first question. */
  files: string[];
  /** Names of files in `demos/files/` that describe functions that Python can call. */
  tools: string[];
  packages: string[];
  /** The API that the demo is recorded with. */
  api: 'interactions' | 'generateContent';
  /** Time limit per run, in ms. */
  timeout?: number;
}

/** A demo as it was written: the user's questions, and the model's words and programs between them. */
export interface DemoScript extends DemoFacts {
  prompts: Cassette['prompts'];
  /** The model's turns, each up to the program that it runs, or to its last word. */
  answers: { text: string; code?: string }[];
}

const KEYS = ['title', 'description', 'files', 'tools', 'packages', 'api', 'timeout'];
/** A program, or a question with a mark before each line. */
const SPECIAL = /^```python\n([\s\S]*?)^```$|^>.*(?:\n>.*)*/gm;

/**
 * Reads the script of a demo, a Markdown file. It has a head between two lines `---`. Below, block quotes are the user's questions, Python
 * blocks are programs that the model runs, and all other text is the model's.
 *
 * @throws Error that says what is wrong
 */
export function readScript(markdown: string): DemoScript {
  const [, head, conversation] = /^---\n([\s\S]*?)^---\n([\s\S]*)$/m.exec(markdown) ?? [];
  if (head === undefined || conversation === undefined) throw new Error('The file does not begin with a line `---`.');
  return { ...readFacts(head), ...readConversation(conversation) };
}

function readConversation(conversation: string): Pick<DemoScript, 'prompts' | 'answers'> {
  const prompts: string[] = [];
  const answers: DemoScript['answers'] = [];
  let end = 0;
  for (const { 0: special, 1: code, index } of conversation.matchAll(SPECIAL)) {
    const text = conversation.slice(end, index).trim();
    end = index + special.length;
    if (prompts.length === 0 && (text !== '' || code !== undefined))
      throw new Error('The model speaks before the user.');
    if (code !== undefined) answers.push({ text: text && `${text}\n\n`, code });
    else {
      if (prompts.length > 0) answers.push({ text: lastWords(text, `before "${special}"`) });
      prompts.push(special.replaceAll(/^> ?/gm, ''));
    }
  }
  if (prompts.length === 0) throw new Error('The user says nothing.');
  answers.push({ text: lastWords(conversation.slice(end).trim(), 'at the end') });
  return { prompts, answers };
}

/** @param place for the error message */
function lastWords(text: string, place: string): string {
  if (text === '') throw new Error(`The model says nothing ${place}.`);
  return text;
}

function readFacts(head: string): DemoFacts {
  const facts: Record<string, string> = {};
  for (const line of head.trim().split('\n')) {
    const [, key = '', value = ''] = /^(\w+): (.+)$/.exec(line) ?? [];
    if (!KEYS.includes(key)) throw new Error(`"${line}" is none of ${KEYS.join(', ')}.`);
    facts[key] = value;
  }
  const { title, description, api = 'generateContent', timeout } = facts;
  if (!title || !description) throw new Error('There is no title, or no description.');
  if (api !== 'interactions' && api !== 'generateContent') throw new Error(`There is no API "${api}".`);
  const list = (names = '') => names.split(/,\s*/).filter((name) => name !== '');
  return {
    title,
    description,
    files: list(facts.files),
    tools: list(facts.tools),
    packages: list(facts.packages),
    api,
    ...(timeout !== undefined && { timeout: Number(timeout) }),
  };
}
