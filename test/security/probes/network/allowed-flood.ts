// A flood of requests to an allowed origin, as another user.
// tries: send thousands of requests straight to the page, past Python, with headers that only the browser may set and methods that no page may use
// must: be refused beyond the limit; no request carries such a header
import { inject } from 'vitest';
import { type Attack, STEAL_PORT } from '../../attack.ts';

const LIMIT = 20;

export default async function flood(attack: Attack): Promise<string> {
  const site = inject('otherSite');
  const sandbox = await attack.sandbox({ network: { origins: [site], limits: { requests: LIMIT } } });
  await sandbox.run(STEAL_PORT);
  await sandbox.run(`
import asyncio, json
asked = [("GET", {"Cookie": "session=stolen"}), ("GET", {"Sec-Fetch-Site": "same-origin"}), ("GET", {"Origin": "https://bank.example"}),
         ("GET", {"Referer": "https://bank.example"}), ("TRACE", {}), ("CONNECT", {}), *[("GET", {})] * 3000]
for number, (method, headers) in enumerate(asked):
    text = json.dumps({"url": "${site}/flood", "method": method, "headers": headers, "body": ""})
    request = {"kind": "tool", "name": "network.fetch", "arguments": text}
    js.stolen.postMessage(to_object({"type": "host-request", "id": 9000 + number, "request": request}))
await asyncio.sleep(2)
`);
  const received: { method: string; url: string; headers: Record<string, string> }[] = await (
    await fetch(`${site}/received`)
  ).json();
  const flooded = received.filter(({ url }) => url === '/flood');
  const odd = flooded.filter(({ method, headers }) => method !== 'GET' || 'cookie' in headers || 'referer' in headers);
  if (flooded.length === 0) return 'nothing was sent: this proves nothing';
  return flooded.length <= LIMIT && odd.length === 0
    ? `blocked: at most ${LIMIT} arrive`
    : `escaped: ${flooded.length} requests, ${odd.length} with headers of others`;
}
