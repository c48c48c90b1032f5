// Lists without end.
// tries: send the page lists that take no room on the way and four billion steps to read, or have many wrong items: as output, of this
// run and of another, and in the answers to a run, a list of files and a search for imports
// must: be refused for their length; the interpreter is replaced
import { type RunResult, type Sandbox, UntrustedMessageError } from '../../../../src/entries/index.ts';
import { type Attack, STEAL_PORT } from '../../attack.ts';
import { ENDLESS_LIST } from '../../endlessList.ts';

const MANY = 'Array(200000).fill({})';

/** Has the page's next answer replaced: `expression` is made of the genuine one, `value`. */
const answer = (which: string, expression: string) => `
javascript("""globalThis.forge = (message) => {
    const { type, value } = message ?? {};
    if (type === 'RAW' && ${which}) return [{ ...message, value: ${expression} }];
}""")
`;
const isReply = 'value?.status';
const isList = 'Array.isArray(value)';

/** What Python is to run, and what the page then asks. */
const ATTACKS: [what: string, code: string, ask?: (sandbox: Sandbox) => Promise<unknown>][] = [
  ENDLESS_LIST,
  MANY,
].flatMap((list) => {
  const output = `stolen.postMessage({ type: 'output-delta', run: 2, chunks: ${list} })`;
  return [
    ['output', `javascript("${output}")\nimport asyncio; await asyncio.sleep(60)`],
    [
      'output of a run that is over',
      `javascript("setTimeout(() => ${output}, 1000)")`,
      async (sandbox) => sandbox.run('import asyncio; await asyncio.sleep(60)'),
    ],
    ['the files of a run', answer(isReply, `{ ...value, files: ${list} }`), (sandbox) => sandbox.run('1')],
    ['the variables of a run', answer(isReply, `{ ...value, variables: ${list} }`), (sandbox) => sandbox.run('1')],
    ['a list of files', answer(isList, list), (sandbox) => sandbox.files.list()],
    ['imports', answer(isList, list), (sandbox) => sandbox.run('import nothing_at_all')],
  ];
});

/** What a run says of its failure, or the page is told of its call's. */
async function refusalOf(attempt: () => Promise<unknown>): Promise<string | undefined> {
  try {
    return ((await attempt()) as Partial<RunResult>).error?.message;
  } catch (error) {
    return error instanceof UntrustedMessageError ? error.message : String(error);
  }
}

export default async function send(attack: Attack): Promise<string> {
  for (const [what, code, ask] of ATTACKS) {
    const sandbox = await attack.sandbox();
    await sandbox.run(STEAL_PORT);
    const refusal = await refusalOf(async () => {
      const result = await sandbox.run(code);
      return result.status === 'ok' && ask ? ask(sandbox) : result;
    });
    if (!refusal?.includes('Expected a list of at most ')) return `escaped: ${what}: ${refusal}`;
    const { output } = await sandbox.run('print("goes on")');
    if (!output.endsWith('goes on\n')) return `escaped: ${output}`;
    await sandbox.close();
  }
  return `blocked: ${ATTACKS.length} lists refused`;
}
