import type { Cassette } from '../src/cassette/format.ts';

/** What a demo's script says of it, at the top of its file. */
interface DemoFacts {
  title: string;
  description: string;
  /** File names in `demos/files/`, which the user sends along with the first question. */
  files: string[];
  /** File names in `demos/files/` of functions that Python may call. */
  tools: string[];
  packages: string[];
  /** Milliseconds. */
  timeout?: number;
}

/** A demo as it was written: what the user asks, and what the model says and runs in between. */
export interface DemoScript extends DemoFacts {
  prompts: Cassette['prompts'];
  /** The model's turns, each up to the program that it wants run, or to its last word. */
  answers: { text: string; code?: string }[];
}

const KEYS = ['title', 'description', 'files', 'tools', 'packages', 'timeout'];
/** A program, or a question with a mark before each line. */
const SPECIAL = /^```python\n([\s\S]*?)^```$|^>.*(?:\n>.*)*/gm;

/**
 * Reads the script of a demo: a Markdown file. Between two lines `---` it says what the demo is; then it is a conversation, in which block
 * quotes are what the user says, blocks of Python are programs that the model has run, and all else is what the model says.
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

/** @param place where they are missing, if they are */
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
  const { title, description, timeout } = facts;
  if (!title || !description) throw new Error('There is no title, or no description.');
  const list = (names = '') => names.split(/,\s*/).filter((name) => name !== '');
  return {
    title,
    description,
    files: list(facts.files),
    tools: list(facts.tools),
    packages: list(facts.packages),
    ...(timeout !== undefined && { timeout: Number(timeout) }),
  };
}
