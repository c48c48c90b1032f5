import { beforeEach, describe, expect, inject, it } from 'vitest';
import { InvalidOptionError, Sandbox } from '../../../src/entries/index.ts';
import type { ReceivedRequest } from '../../support/otherSite.ts';
import { ASSETS, freshSandbox } from './freshSandbox.ts';
import { needsSuspending } from './needsSuspending.ts';
import { sandbox, shareSandbox } from './sharedSandbox.ts';

/** On the page's host: cookies don't know ports. */
const SITE = inject('otherSite').replace('127.0.0.1', location.hostname);
const FETCH = 'from pyodide.http import pyfetch\n';

shareSandbox({ network: { origins: [SITE], limits: { requests: 8, requestSize: 1000, responseSize: 2000 } } });

/** The last request that the site got. */
async function lastReceived(): Promise<ReceivedRequest | undefined> {
  const received: ReceivedRequest[] = await (await fetch(`${SITE}/received`)).json();
  return received.at(-1);
}

describe('an origin that the page allows', () => {
  beforeEach(needsSuspending);

  it('is read by urllib, with headers and a body', async () => {
    const code = `
import json
from urllib.request import Request, urlopen
print(urlopen("${SITE}/data.csv").read().decode().splitlines()[1])
with urlopen(Request("${SITE}/orders?n=1", data=b"a=1", headers={"X-Key": "secret"}), timeout=10) as response:
    got = json.load(response)
    print(response.status, response.headers["X-More"], got["method"], got["url"], got["headers"]["x-key"], got["body"])
`;
    const { output, calls } = await sandbox.run(code);
    expect(output).toBe('Oslo,700000\n200 yes POST /orders?n=1 secret a=1\n');
    expect(calls).toMatchObject([
      { tool: 'network.fetch', status: 'ok', parameters: { url: `${SITE}/data.csv`, method: 'GET' } },
      { tool: 'network.fetch', status: 'ok', parameters: { method: 'POST' } },
    ]);
  });

  it('gets neither cookies nor a referrer of the page', async () => {
    // The site has set one, and the page's own requests can carry it.
    for (const path of ['data.csv', 'own']) await fetch(`${SITE}/${path}`, { credentials: 'include' });
    expect((await lastReceived())?.headers).toMatchObject({ cookie: 'kept=1', referer: expect.any(String) });
    await sandbox.run(`import urllib.request\nurllib.request.urlopen("${SITE}/plain")`);
    const { url, headers } = (await lastReceived()) ?? {};
    expect(url).toBe('/plain');
    expect(headers).not.toHaveProperty('cookie');
    expect(headers).not.toHaveProperty('referer');
  });

  it('is read again by a session that was captured in between', async () => {
    const code = `import urllib.request\nresponse = urllib.request.urlopen("${SITE}/data.csv")\nprint(len(response.read()))`;
    await sandbox.run(code);
    await using fork = await sandbox.fork();
    expect((await fork.run(`print(response.status)\n${code}`)).output).toBe('200\n38\n');
  });

  it('that does not answer ends with the timeout of the run, and the variables stay', async () => {
    const code = `kept = 1\nimport urllib.request\nurllib.request.urlopen("${SITE}/never")`;
    expect(await sandbox.run(code, { timeout: 500 })).toMatchObject({ status: 'timeout' });
    expect((await sandbox.run('kept')).output).toBe('1\n');
  });
});

describe('in any browser', () => {
  it('code can await a response', async () => {
    const code = `${FETCH}response = await pyfetch("${SITE}/new", method="PUT", body="é")\nprint(response.status, (await response.json())["body"])`;
    expect((await sandbox.run(code)).output).toBe('200 é\n');
  });

  it('JavaScript fetches', async () => {
    const code = `const response = await fetch('${SITE}/data.csv'); console.log(response.url, (await response.text()).length)`;
    expect((await sandbox.run(code, { language: 'javascript' })).output).toBe(`${SITE}/data.csv 38\n`);
  });

  it.each([
    ['another origin', 'https://example.com/', '', /https:\/\/example.com is not among the origins .* only to http:/],
    ['the same host with another port', `http://${location.hostname}:1/`, '', /:1 is not among/],
    ['an address without an origin', 'data:text/plain,secret', '', /data: is not among/],
    ['a redirect', `${SITE}/redirect/${encodeURIComponent('https://example.com/')}`, '', /redirects .* final address/],
    ['a site that does not allow it', `${SITE}/private`, '', /got no answer from .* \(CORS\)/],
    ['a large answer', `${SITE}/bytes/2001`, '', /sent more than 2.0 kB/],
    ['a large body', `${SITE}/new`, ', method="POST", body="x" * 1001', /at most 1.0 kB/],
    ['a method', `${SITE}/new`, ', method="OPTIONS"', /not OPTIONS/],
  ])('the page refuses %s, and says what it allows', async (_, url, options, reason) => {
    const { error } = await sandbox.run(`${FETCH}await pyfetch("${url}"${options})`);
    expect(error?.message).toMatch(reason);
  });

  it('the page sends no more requests in a run than it allows', async () => {
    const code = `${FETCH}import asyncio\nanswers = await asyncio.gather(*(pyfetch("${SITE}/data.csv") for n in range(10)), return_exceptions=True)
print(*(getattr(answer, "status", None) or str(answer) for answer in answers), sep="\\n")`;
    const { stdout } = await sandbox.run(code);
    const refused = 'More than 8 requests in one run: this page allows no more.';
    expect(stdout.trim().split('\n')).toEqual([...Array(8).fill('200'), refused, refused]);
  });

  it('there is no network without the option', async () => {
    const sealed = await freshSandbox();
    const { error } = await sealed.run(`${FETCH}await pyfetch("${SITE}/data.csv")`);
    expect(error?.hint).toMatch(/^There is no network/);
    expect(sealed.origins).toEqual([]);
    expect(sandbox.origins).toEqual([SITE]);
  });
});

it.each([
  'https://example.com/api',
  'http://example.com',
  '*',
  'https://*.example.com/',
  'file:///etc',
  'https://user@example.com',
])('an origin cannot be %s', async (origin) => {
  const creating = Sandbox.create({ assets: ASSETS, network: { origins: [origin] } });
  await expect(creating).rejects.toThrow(InvalidOptionError);
});
