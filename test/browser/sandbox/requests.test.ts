/** The real requests and urllib3, whose requests the page sends. */
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { Sandbox } from '../../../src/entries/index.ts';
import { needsSuspending } from './needsSuspending.ts';
import { needsWheels } from './needsWheels.ts';

const { origin: MIRROR, realPackages } = inject('mirror');
const SITE = inject('otherSite').replace('127.0.0.1', location.hostname);
const NEEDED = ['requests', 'urllib3', 'idna', 'certifi'];

describe.each(realPackages)('requests, in Python $python', (packages) => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    if (!NEEDED.every((name) => packages.names.includes(name))) return;
    const options = { assets: `${MIRROR}/${packages.folder}/`, packages: 'vendored' } as const;
    sandbox = await Sandbox.create({ ...options, network: { origins: [SITE] } });
    // It warns of a package for other encodings, which is not there.
    await sandbox.run('import warnings\nwarnings.simplefilter("ignore")\nimport requests');
  });
  afterAll(() => sandbox?.close());
  beforeEach((context) => {
    needsWheels(context, NEEDED, packages);
    needsSuspending(context);
  });

  async function outputOf(code: string): Promise<string> {
    const { stdout, stderr } = await sandbox.run(`import requests\nSITE = "${SITE}"\n${code}`);
    return stdout + stderr;
  }

  it('reads text, and its status, headers and address', async () => {
    const code = [
      'response = requests.get(f"{SITE}/data.csv", timeout=10)',
      'print(response.status_code, response.ok, response.reason, response.url == f"{SITE}/data.csv")',
      'print(response.text.splitlines()[1], len(response.content))',
      'response = requests.get(f"{SITE}/orders", params={"a": "1 2"})',
      'print(response.json()["url"], response.headers["X-MORE"])',
    ].join('\n');
    expect(await outputOf(code)).toBe('200 True OK True\nOslo,700000 38\n/orders?a=1+2 yes\n');
  });

  it.each([
    ['JSON', 'json={"a": [1]}', '{"a": [1]}', 'application/json'],
    ['a form', 'data={"a": "1 2"}', 'a=1+2', 'application/x-www-form-urlencoded'],
    ['text', 'data="é"', 'é', null],
    ['bytes', 'data=b"abc", headers={"Content-Type": "x/y"}', 'abc', 'x/y'],
    ['parts', 'data=iter([b"ab", b"c"])', 'abc', null],
  ])('sends %s', async (_, body, received, type) => {
    const code = `got = requests.post(f"{SITE}/orders", ${body}).json()\nprint([got["method"], got["body"]])`;
    expect(await outputOf(code)).toBe(`['POST', '${received}']\n`);
    if (type !== null) expect(await outputOf('print(got["headers"]["content-type"])')).toBe(`${type}\n`);
  });

  it('sends the methods, headers and passwords that code asks for', async () => {
    const code = [
      'with requests.Session() as session:',
      '    session.headers["X-Key"] = "secret"',
      '    for method in ("put", "patch", "delete"): print(getattr(session, method)(f"{SITE}/a").json()["method"])',
      '    got = session.get(f"{SITE}/a", auth=("Ada", "36")).json()["headers"]',
      '    print(got["x-key"], got["authorization"], session.head(f"{SITE}/a").text == "")',
    ].join('\n');
    expect(await outputOf(code)).toBe('PUT\nPATCH\nDELETE\nsecret Basic QWRhOjM2 True\n');
  });

  it('raises its own errors for a status, and gives a large body in pieces', async () => {
    const code = [
      'try: requests.get(f"{SITE}/status/404").raise_for_status()',
      'except requests.HTTPError as error: print(error.response.status_code, "404 Client Error: Not Found for url" in str(error))',
      'with requests.get(f"{SITE}/bytes/100000", stream=True) as response:',
      '    print(sum(len(chunk) for chunk in response.iter_content(8192)))',
      'print(len(list(requests.get(f"{SITE}/data.csv", stream=True).iter_lines())))',
    ].join('\n');
    expect(await outputOf(code)).toBe('404 True\n100000\n3\n');
  });

  it('has a connection error, with the reason and a hint, for an origin that is not allowed', async () => {
    const { error } = await sandbox.run('import requests\nrequests.get("https://example.com/")');
    expect(error?.type).toBe('requests.exceptions.ConnectionError');
    expect(error?.message).toContain('https://example.com');
    expect(error?.hint).toContain(SITE);
  });

  it('has a timeout that code can catch', async () => {
    const code = 'try: requests.get(f"{SITE}/never", timeout=0.3)\nexcept requests.ReadTimeout as error: print(error)';
    expect(await outputOf(code)).toMatch(/never: .*\n$/);
  });

  it('serves urllib3 alone, and a session that was restored', async () => {
    const code = 'import urllib3\nprint(urllib3.request("GET", f"{SITE}/data.csv").data.decode().split()[2])';
    expect(await outputOf(code)).toBe('Bergen,290000\n');
    await sandbox.run('kept = requests.Session()');
    using checkpoint = await sandbox.checkpoint();
    await sandbox.restore(checkpoint);
    expect(await outputOf('print(kept.get(f"{SITE}/data.csv").status_code)')).toBe('200\n');
  });
});
