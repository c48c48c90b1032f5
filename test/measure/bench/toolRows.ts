/** What a call of a tool costs, from a program in Python to the page and back. */
import { Sandbox } from '../../../src/entries/index.ts';
import { Echo } from './echo.ts';
import { type Row, time, type Ways } from './measure.ts';

const CALLS = 1_000;
/** Plain calls if the browser can suspend Python, and awaited ones if it can't. */
const CALL = `
import inspect, tools
for n in range(${CALLS}):
    answer = tools.double(n)
    answer = await answer if inspect.isawaitable(answer) else answer
    assert answer == 2 * n
`;

export function toolRows(): Row[] {
  return [
    {
      name: 'tool-calls',
      against: `a message to a worker in a sealed frame and back, ${CALLS} in a row`,
      target: { ratio: 2 },
      times: 10,
      open: callBoth,
    },
  ];
}

async function callBoth(): Promise<Ways> {
  const sandbox = await Sandbox.create({ assets: '/pyodide/' });
  const parameters = { properties: { n: { type: 'integer' } }, required: ['n'] };
  sandbox.expose({ double: { description: 'Doubles.', parameters, execute: ({ n }) => 2 * Number(n) } });
  const echo = await Echo.sealed();
  return {
    ours: () =>
      time(async () => {
        const { ok, stderr } = await sandbox.run(CALL);
        if (!ok) throw new Error(stderr);
      }),
    reference: () =>
      time(async () => {
        for (let n = 0; n < CALLS; n += 1) await echo.send({ name: 'double', arguments: `{"n": ${n}}` });
      }),
    async close() {
      echo.close();
      await sandbox.close();
    },
  };
}
