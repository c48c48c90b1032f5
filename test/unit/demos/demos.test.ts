import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readScript } from '../../../demos/readScript.ts';
import { type Cassette, type Exchange, readCassette } from '../../../src/cassette/format.ts';
import { replayTool } from '../../../src/cassette/replayTool.ts';

const DEMOS = new URL('../../../public/demos/', import.meta.url);
const SCRIPTS = new URL('../../../demos/', import.meta.url);
const names = readdirSync(DEMOS)
  .map((file) => file.replace('.json', ''))
  .filter((name) => name !== 'index');
const load = (name: string): Cassette => readCassette(JSON.parse(readFileSync(new URL(`${name}.json`, DEMOS), 'utf8')));

/** Those that a person wrote. What a real model said has no script. */
const written = names.filter((name) => load(name).origin === 'written');

interface Part {
  text?: string;
  functionCall?: { args: { code: string } };
  functionResponse?: { response: { output?: string; error?: string } };
}

const partsOf = ({ parts = [] }: { parts?: unknown[] | undefined } = {}) => parts as Part[];

/** Of one chunk of `generateContent`, or of one event of an interaction. */
interface Body {
  candidates?: { content: { parts?: Part[] } }[];
  delta?: { type: string; text?: string; arguments?: string };
}

function partsIn({ candidates, delta }: Body = {}): Part[] {
  if (delta?.type === 'arguments_delta') return [{ functionCall: { args: JSON.parse(delta.arguments ?? '') } }];
  if (delta?.type === 'text') return [{ text: delta.text ?? '' }];
  return partsOf(candidates?.[0]?.content);
}

interface Step {
  type: string;
  content?: { text?: string }[];
  result?: string | { text?: string }[];
}

const stepsOf = ({ interaction }: Exchange['request']) => (interaction?.input ?? []) as Step[];
const textOf = (value: Step['result']) =>
  typeof value === 'string' ? value : (value ?? []).map(({ text = '' }) => text).join('\n');

/** What the model said and ran in its turns, as a script has it. */
function answersIn({ exchanges }: Cassette) {
  return exchanges.map(({ response }) => {
    const parts = response.chunks.flatMap(({ body }) => partsIn(body as Body | undefined));
    const code = parts.find(({ functionCall }) => functionCall)?.functionCall?.args.code;
    return { text: parts.map(({ text = '' }) => text).join(''), ...(code !== undefined && { code }) };
  });
}

/** Everything that the model's words can be checked against: what was asked and sent, and what Python printed. */
function evidenceIn({ exchanges, files = [] }: Cassette, upTo: number): string {
  const contents = exchanges[upTo]?.request.contents ?? [];
  const said = contents.filter(({ role }) => role === 'user').flatMap((content) => partsOf(content));
  const printed = said.map(({ text, functionResponse }) => {
    const { output = '', error = '' } = functionResponse?.response ?? {};
    return `${text ?? ''}\n${output}${error}`;
  });
  const sent = files.filter(({ mimeType }) => mimeType.startsWith('text/')).map(({ data }) => atob(data));
  const steps = stepsOf(exchanges[upTo]?.request ?? { path: '' }).filter(({ type }) => type !== 'model_output');
  const told = steps.map(({ content, result }) => `${textOf(content)}\n${textOf(result)}`);
  return [...printed, ...told, ...sent].join('\n');
}

/** Numbers as they are written, such as `1,904.50`. */
const numbersIn = (text: string) => new Set(text.match(/\d+(?:,\d{3})*(?:\.\d+)?/g));

describe('the demos', () => {
  it('are all listed, with the title, description and packages that they have', () => {
    const { demos } = JSON.parse(readFileSync(new URL('index.json', DEMOS), 'utf8'));
    const listed = names.map(load).map(({ name, title, description, packages }) => ({
      name,
      title,
      description,
      ...(packages && { packages }),
      group: expect.stringMatching(/./),
    }));
    const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name);
    expect(demos.toSorted(byName)).toEqual(listed.toSorted(byName));
  });

  it.each(written)('%s says what its script says', (name) => {
    const { title, description, prompts, answers } = readScript(readFileSync(new URL(`${name}.md`, SCRIPTS), 'utf8'));
    const cassette = load(name);
    expect({ ...cassette, answers: answersIn(cassette) }).toMatchObject({ title, description, prompts, answers });
  });

  // That the outputs in a cassette are what Python really prints, a replay sees to: it refuses to go on with any other (test/e2e/page/demos.test.ts).
  it.each(names)('%s says no number after a run that was not printed or asked', (name) => {
    const cassette = load(name);
    const answers = answersIn(cassette);
    const afterRuns = cassette.exchanges.flatMap(({ request }, index) => {
      const isAfterRun = partsOf(request.contents?.at(-1)).some(({ functionResponse }) => functionResponse);
      return isAfterRun || stepsOf(request).at(-1)?.type === 'function_result' ? [index] : [];
    });
    expect(afterRuns.length).toBeGreaterThan(0);
    for (const index of afterRuns) {
      const known = numbersIn(evidenceIn(cassette, index));
      const said = [...numbersIn(answers[index]?.text ?? '')];
      expect(said.filter((number) => !known.has(number))).toEqual([]);
    }
  });
});

describe('the script of a demo', () => {
  const HEAD = '---\ntitle: Sums\ndescription: A sum.\n---\n';

  it('is a conversation, with what the demo needs at its top', () => {
    const script = readScript(
      '---\ntitle: Sums\ndescription: A sum.\nfiles: a.csv, b.png\ntimeout: 2000\n---\n\n> How much is it?\n>\n> In all?\n\n' +
        'I will add.\n\n```python\nprint(1 + 1)\n```\n\nIt is **2**.\n\n> And now?\n\n```python\nprint(3)\n```\n\nIt is 3.\n',
    );
    expect(script).toEqual({
      title: 'Sums',
      description: 'A sum.',
      files: ['a.csv', 'b.png'],
      tools: [],
      packages: [],
      api: 'generateContent',
      timeout: 2000,
      prompts: ['How much is it?\n\nIn all?', 'And now?'],
      answers: [
        { text: 'I will add.\n\n', code: 'print(1 + 1)\n' },
        { text: 'It is **2**.' },
        { text: '', code: 'print(3)\n' },
        { text: 'It is 3.' },
      ],
    });
  });

  it.each([
    ['> How much?\n\nTwo.', 'does not begin with a line `---`'],
    ['---\ntitle: Sums\n---\n> How much?\n\nTwo.', 'no description'],
    ['---\ntitel: Sums\n---\n> How much?\n\nTwo.', '"titel: Sums" is none of title'],
    [`${HEAD}Two.`, 'The user says nothing'],
    [`${HEAD}> How much?\n`, 'The model says nothing at the end.'],
    [`${HEAD}> How much?\n\n> Well?\n\nTwo.`, 'The model says nothing before "> Well?".'],
    [`${HEAD}Hello.\n\n> How much?\n\nTwo.`, 'The model speaks before the user'],
  ])('%j is refused: %s', (markdown, complaint) => {
    expect(() => readScript(markdown)).toThrow(complaint);
  });
});

describe('a tool of a cassette', () => {
  const tool = replayTool({
    name: 'price',
    description: 'Tells a price.',
    parameters: { type: 'object', properties: { item: { type: 'string' } } },
    answers: [{ args: { item: 'tea' }, output: 260 }],
  });

  it('is declared as it was', async () => {
    expect(await tool.tool()).toEqual({
      functionDeclarations: [
        {
          name: 'price',
          description: 'Tells a price.',
          parametersJsonSchema: { type: 'object', properties: { item: { type: 'string' } } },
        },
      ],
    });
  });

  it('gives what it gave, and says what it was not asked', async () => {
    const parts = await tool.callTool([
      { id: 'a', name: 'price', args: { item: 'tea' } },
      { name: 'price', args: { item: 'gold' } },
    ]);
    expect(parts).toEqual([
      { functionResponse: { id: 'a', name: 'price', response: { output: 260 } } },
      { functionResponse: { name: 'price', response: { error: 'price has no recorded result for {"item":"gold"}.' } } },
    ]);
  });
});
