// Arguments with __proto__ in them.
// tries: reach the page's prototypes, or a default of the tool, by the keys of its arguments; and call tools that nobody has exposed
// must: hand the tool plain data without such keys; there is no tool that has no name
import { type Attack, STEAL_PORT } from '../../attack.ts';

const CALLS = [
  '{"options": {"__proto__": {"admin": true}}}',
  '{"__proto__": {"admin": true}, "options": {}}',
  '{"options": {"a": [{"__proto__": {"admin": true}}]}}',
  '{"options": {"constructor": {"prototype": {"admin": true}}}}',
];
const NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', ''];

export default async function call(attack: Attack): Promise<string> {
  const sandbox = await attack.sandbox();
  const admins: unknown[] = [];
  let called = 0;
  sandbox.expose({
    save: {
      description: 'Saves.',
      parameters: { properties: { options: { type: 'object' } } },
      execute: ({ options }) => {
        called += 1;
        // As careless handlers merge what they are given.
        const merged = Object.assign({}, options) as { admin?: boolean };
        if (merged.admin || ({} as { admin?: boolean }).admin) admins.push(options);
      },
    },
  });
  await sandbox.run(STEAL_PORT);
  const requests = [...CALLS.map((json) => ['save', json]), ...NAMES.map((name) => [name, '{}'])];
  const { stderr } = await sandbox.run(`
import asyncio
for number, (name, arguments) in enumerate(${JSON.stringify(requests)}):
    js.stolen.postMessage(to_object({"type": "host-request", "id": 900 + number, "request": {"kind": "tool", "name": name, "arguments": arguments}}))
await asyncio.sleep(0.5)
`);
  if (called !== CALLS.length) return `broken: called ${called} times: ${stderr}`;
  return admins.length === 0 ? `blocked: ${called} calls, none an administrator` : `escaped: ${JSON.stringify(admins)}`;
}
