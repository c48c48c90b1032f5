// Calls to the page by comlink.
// tries: ask the page for its objects' constructors, set a property, make objects, and get a port of its own, in comlink's own words
// must: get no answer: the page exposes nothing
import { type Attack, STEAL_PORT } from '../../attack.ts';

const CALL = `
answers = []
js.stolen.addEventListener("message", create_proxy(lambda event: answers.append(event.data)))
for kind, more in {
    "GET": {"path": ["constructor", "constructor"]},
    "SET": {"path": ["__proto__", "pwned"], "value": {"type": "RAW", "value": 1}},
    "APPLY": {"path": ["constructor", "constructor"], "argumentList": [{"type": "RAW", "value": "globalThis.pwned = 1"}]},
    "CONSTRUCT": {"path": ["constructor"], "argumentList": []},
    "ENDPOINT": {},
    "RELEASE": {},
}.items():
    js.stolen.postMessage(to_object({"id": f"mine-{kind}", "type": kind, **more}))
import asyncio
await asyncio.sleep(0.3)
mine = [answer for answer in answers if str(getattr(answer, "id", "")).startswith("mine")]
print(len(mine), "answers")
`;

export default async function call(attack: Attack): Promise<string> {
  const sandbox = await attack.sandbox();
  await sandbox.run(STEAL_PORT);
  const { stdout, stderr } = await sandbox.run(CALL);
  if (stdout !== '0 answers\n') return stderr ? `broken: ${stderr}` : `escaped: ${stdout}`;
  return (await sandbox.run('1 + 1')).output === '2\n' ? 'blocked: no answer' : 'escaped: the link is broken';
}
