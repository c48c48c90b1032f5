// Lists without end.
// tries: send the page lists that take no room on the way and four billion steps to read, or have many wrong items: as output, of this
// run and of another, and in the answers to a run, a list of files and a search for imports
// must: be refused for their length; the interpreter is replaced
import { type RunResult, type Sandbox, UntrustedMessageError, WorkerDiedError } from '../../../../src/index.ts';
import { type Attack, STEAL_PORT } from '../../attack.ts';

const ENDLESS = '(() => { const holes = []; holes.length = 4294967295; return holes; })()';
const MANY = 'Array(200000).fill({})';

/** Has the page's next answer replaced: `expression` is made of the genuine one, `value`. */
const answer = (which: string, expression: string) => `
javascript("""globalThis.forge = (message) => {
    const { type, value } = message ?? {};
    if (type === 'RAW' && ${which}) return [{ ...message, value: ${expression} }];
}""")
`;
/** Less than the list takes to be sent where the worker goes through it. */
const LIMIT = { timeout: 5000 };
const isReply = 'value?.status';
const isList = 'Array.isArray(value)';

/** What Python is to run, and what the page then asks. */
const attacksWith = (list: string): [what: string, code: string, ask?: (sandbox: Sandbox) => Promise<unknown>][] => {
  const output = `stolen.postMessage({ type: 'output-delta', run: 2, chunks: ${list} })`;
  return [
    ['output', `javascript("${output}")\nimport asyncio; await asyncio.sleep(60)`],
    [
      'output of a run that is over',
      `javascript("setTimeout(() => ${output}, 1000)")`,
      (sandbox) => sandbox.run('import asyncio; await asyncio.sleep(60)', LIMIT),
    ],
    ['the files of a run', answer(isReply, `{ ...value, files: ${list} }`), (sandbox) => sandbox.run('1', LIMIT)],
    [
      'the variables of a run',
      answer(isReply, `{ ...value, variables: ${list} }`),
      (sandbox) => sandbox.run('1', LIMIT),
    ],
    ['a list of files', answer(isList, list), (sandbox) => sandbox.files.list()],
    ['imports', answer(isList, list), (sandbox) => sandbox.run('import nothing_at_all', LIMIT)],
  ];
};

/** In WebKit, the worker itself goes through the list to send it, and is ended before it has. */
const NEVER_SENT = 'never sent';

/** What a run says of its failure, or the page is told of its call's. */
async function refusalOf(attempt: () => Promise<unknown>): Promise<string | undefined> {
  try {
    const { status, error } = (await attempt()) as Partial<RunResult>;
    return status === 'timeout' ? NEVER_SENT : error?.message;
  } catch (error) {
    if (error instanceof WorkerDiedError) return NEVER_SENT;
    return error instanceof UntrustedMessageError ? error.message : String(error);
  }
}

export default async function send(attack: Attack): Promise<string> {
  let refused = 0;
  let neverSent = 0;
  for (const list of [ENDLESS, MANY]) {
    for (const [what, code, ask] of attacksWith(list)) {
      const sandbox = await attack.sandbox();
      await sandbox.run(STEAL_PORT);
      const refusal = await refusalOf(async () => {
        const result = await sandbox.run(code, LIMIT);
        return result.status === 'ok' && ask ? ask(sandbox) : result;
      });
      if (refusal?.includes('Expected a list of at most ')) refused += 1;
      else if (refusal === NEVER_SENT && list === ENDLESS) neverSent += 1;
      else return `escaped: ${what}: ${refusal}`;
      const { output } = await sandbox.run('print("goes on")');
      if (!output.endsWith('goes on\n')) return `escaped: ${output}`;
      await sandbox.close();
    }
  }
  return `blocked: ${refused} lists refused, ${neverSent} never sent`;
}
