import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { Sandbox } from '../../../src/entries/index.ts';
import { ASSETS } from './freshSandbox.ts';

/** What hostile code would try through Python's `js`, and how the browser refuses it. */
const ATTEMPTS: Record<string, { code: string; refusal: RegExp }> = {
  fetch: {
    // WebKit never answers.
    code: 'await answered(js.fetch(f"{OUT}/fetch", mode="no-cors"))',
    refusal: /Failed to fetch|NetworkError|Load failed|never answered/,
  },
  XMLHttpRequest: {
    code: 'x = js.XMLHttpRequest.new()\nx.open("GET", f"{OUT}/xhr", False)\nx.send()',
    refusal: /NetworkError/,
  },
  importScripts: { code: 'js.importScripts(f"{OUT}/import-scripts.js")', refusal: /NetworkError/ },
  EventSource: { code: 'await opened(js.EventSource.new(f"{OUT}/event-source"))', refusal: /refused|SecurityError/ },
  WebSocket: {
    code: 'await opened(js.WebSocket.new(f"{OUT}/web-socket".replace("http", "ws")))',
    refusal: /refused|blocked|SecurityError/,
  },
  'a nested worker': {
    code: [
      "source = f\"fetch('{OUT}/nested', {{mode: 'no-cors'}}).then(() => postMessage('out'), () => postMessage('in'))\"",
      'worker = js.Worker.new(js.URL.createObjectURL(js.Blob.new(to_js([source]))))',
      'raise ConnectionError(f"the worker is {await answer(worker)}")',
    ].join('\n'),
    refusal: /Worker/,
  },
  IndexedDB: { code: 'await opened(js.indexedDB.open("x"))', refusal: /SecurityError/ },
  'the Cache API': { code: 'await js.caches.open("x")', refusal: /caches/ },
  'the file system': { code: 'await js.navigator.storage.getDirectory()', refusal: /SecurityError|storage/ },
  eval: { code: 'js.eval("1")', refusal: /EvalError/ },
  'the Function constructor': { code: 'js.Function.new("return 1")()', refusal: /EvalError/ },
  'a socket': {
    code: 'import urllib.request\nurllib.request.urlopen(f"{OUT}/urllib", timeout=2)',
    refusal: /urlopen error/,
  },
};

const PREPARATION = `
import asyncio, js
from pyodide.ffi import create_proxy, to_js

async def opened(target):
    done = asyncio.Future()
    target.onopen = target.onsuccess = create_proxy(lambda event: done.set_result(None))
    target.onerror = create_proxy(lambda event: done.set_exception(ConnectionError("refused")))
    await done

async def answered(request):
    try:
        await asyncio.wait_for(request, 3)
    except TimeoutError:
        raise ConnectionError("never answered")

async def answer(worker):
    done = asyncio.Future()
    worker.onmessage = create_proxy(lambda event: done.set_result(event.data))
    worker.onerror = create_proxy(lambda event: done.set_result("in"))
    return await done
`;

describe.each([
  ['made from text', {}],
  ['that is a file', { frameUrl: '/pyodide/frame.html' }],
])('hostile Python in a frame %s', (_, frame) => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await Sandbox.create({ assets: ASSETS, ...frame });
    await sandbox.run(`OUT = ${JSON.stringify(inject('listener'))}${PREPARATION}`);
  });
  afterAll(() => sandbox.close());

  it.each(Object.entries(ATTEMPTS))('does not get out by %s', async (_, { code, refusal }) => {
    const { status, error } = await sandbox.run(code, { timeout: 5000 });
    expect(status).toBe('error');
    expect(error?.message).toMatch(refusal);
  });

  it('is not heard by a server that listens for all of it', async () => {
    const heard = async () => (await fetch(`${inject('listener')}/heard`)).json();
    const isOwn = (request: string) => request === 'GET /from-the-page';
    expect((await heard()).filter((request: string) => !isOwn(request))).toEqual([]);
    // The listener does hear what is sent.
    await fetch(`${inject('listener')}/from-the-page`);
    expect((await heard()).some(isOwn)).toBe(true);
  });

  it('has an origin of its own, no window and no parent', async () => {
    const code = 'print(js.origin, hasattr(js, "window"), hasattr(js, "document"), hasattr(js, "parent"))';
    expect((await sandbox.run(code)).output).toBe('null False False False\n');
  });

  it.each([
    ['an answer that is none', '{"status": "great"}'],
    ['an answer with an endless name', '{"status": "ok", "files": [{"path": "x" * 10**6, "size": 1}]}'],
    ['no answer at all', '7'],
  ])('cannot make the page believe in %s', async (_, forged) => {
    await using own = await Sandbox.create({ assets: ASSETS, ...frame });
    // The port is out of Python's reach, but its class is not: the worker's next message goes through the forger's hands.
    const forge = [
      'import js',
      'from pyodide.ffi import create_proxy, to_js',
      'genuine = js.MessagePort.prototype.postMessage',
      'def forge(this, message, *rest):',
      '    if js.Object.hasOwn(message, "value"):',
      `        message.value = to_js(${forged}, dict_converter=js.Object.fromEntries)`,
      '    genuine.call(this, message, *rest)',
      'js.MessagePort.prototype.postMessage = create_proxy(forge).captureThis()',
    ].join('\n');
    const { status, error, recovery } = await own.run(forge);
    expect({ status, undone: recovery?.undone }).toEqual({ status: 'error', undone: true });
    expect(error?.message).toMatch(/malformed answer to a run/);
    expect((await own.run('print("a new worker")')).output).toBe('a new worker\n');
  });
});

describe('a frame that is a file', () => {
  it('is the only thing that the page loads it from, with an origin of its own and the policy enforced from outside', async () => {
    await using sandbox = await Sandbox.create({ assets: ASSETS, frameUrl: '/pyodide/frame.html' });
    const element = document.querySelector<HTMLIFrameElement>('iframe[title="Python sandbox"]');
    // After the # stands what the frame knows the page by.
    const [address] = element?.getAttribute('src')?.split('#') ?? [];
    expect(address).toBe(new URL('/pyodide/frame.html', location.href).href);
    expect(element?.getAttribute('sandbox')).toBe('allow-scripts');
    expect(element?.getAttribute('csp')).toContain("default-src 'none'");
    expect(element?.contentDocument).toBeNull();
    expect((await sandbox.run('print(1 + 1)')).output).toBe('2\n');
  });

  it.each([
    ['another page', '/test/support/empty.html', /empty\.html is not the sealed frame of this build/],
    ['no file', '/pyodide/nothing.html', /nothing\.html could not be read: the server answered 404/],
  ])('is refused where there is %s, and leaves no frame behind', async (_, frameUrl, reason) => {
    await expect(Sandbox.create({ assets: ASSETS, frameUrl })).rejects.toThrow(reason);
    expect(document.querySelector('iframe[title="Python sandbox"]')).toBeNull();
  });

  it('is refused by create alone, even if the browser is still looking for a cached engine', async () => {
    const uncaught: unknown[] = [];
    const onUncaught = ({ reason }: PromiseRejectionEvent) => uncaught.push(reason);
    addEventListener('unhandledrejection', onUncaught);
    const { fetch } = window;
    const answered = new Promise<void>((resolve) => {
      vi.spyOn(window, 'fetch').mockImplementation(async (...request) => {
        const response = await fetch(...request);
        // After the task in which the refusal is noticed.
        setTimeout(() => setTimeout(resolve));
        return response;
      });
    });
    vi.spyOn(IDBObjectStore.prototype, 'get').mockImplementation(() => {
      const request = { result: undefined } as IDBRequest;
      answered.then(() => request.onsuccess?.(new Event('success')));
      return request;
    });
    await expect(Sandbox.create({ assets: ASSETS, frameUrl: '/pyodide/nothing.html' })).rejects.toThrow('404');
    removeEventListener('unhandledrejection', onUncaught);
    vi.restoreAllMocks();
    expect(uncaught).toEqual([]);
  });
});
