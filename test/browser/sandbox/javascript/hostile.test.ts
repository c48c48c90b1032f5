import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { Sandbox } from '../../../../src/entries/index.ts';
import { ASSETS, freshSandbox, keepEngine } from '../freshSandbox.ts';
import { runIn } from './inJavaScript.ts';

/** In the words of WebKit, or of the others. */
const NO_WORKER = /find variable: Worker|Worker is not defined/;

/** What hostile code would try, and how the browser refuses it. */
const ATTEMPTS: Record<string, { code: string; refusal: RegExp }> = {
  fetch: {
    code: 'await fetch(OUT + "/fetch", { mode: "no-cors" })',
    refusal: /Failed to fetch|NetworkError|Load failed/,
  },
  XMLHttpRequest: {
    code: 'const x = new XMLHttpRequest(); x.open("GET", OUT + "/xhr", false); x.send()',
    refusal: /Failed to execute 'send'|network error/,
  },
  importScripts: {
    code: 'importScripts(OUT + "/import-scripts.js")',
    refusal: /Failed to execute 'importScripts'|network error/,
  },
  'import()': { code: 'await import(OUT + "/import.js")', refusal: /cannot be imported/ },
  'an import() of its own': {
    code: [
      'const own = `export default await import("OUT/own.js")`.replace("OUT", OUT);',
      'const url = URL.createObjectURL(new Blob([own], { type: "text/javascript" }));',
      'await opened(new Worker(url, { type: "module" }));',
    ].join('\n'),
    refusal: NO_WORKER,
  },
  EventSource: { code: 'await opened(new EventSource(OUT + "/event-source"))', refusal: /refused|insecure/ },
  WebSocket: {
    code: 'await opened(new WebSocket(OUT.replace("http", "ws") + "/web-socket"))',
    refusal: /refused|blocked|insecure/,
  },
  'a nested worker': {
    code: [
      'const ask = `fetch("OUT/nested", { mode: "no-cors" }).then(() => postMessage("out"), () => postMessage("in"))`;\nconst source = ask.replace("OUT", OUT);',
      'const worker = new Worker(URL.createObjectURL(new Blob([source])));',
      'throw new Error("the worker is " + await new Promise((done) => { worker.onmessage = ({ data }) => done(data); worker.onerror = () => done("in") }))',
    ].join('\n'),
    refusal: NO_WORKER,
  },
  'a beacon': { code: 'navigator.sendBeacon(OUT + "/beacon")', refusal: /sendBeacon is not a function/ },
  IndexedDB: { code: 'await opened(indexedDB.open("x"))', refusal: /denied|insecure|invalid security context/ },
  'the Cache API': { code: 'await caches.open("x")', refusal: /caches/ },
  'the file system': {
    code: 'await navigator.storage.getDirectory()',
    refusal: /denied|Security error|getDirectory/,
  },
  eval: { code: 'eval("1")', refusal: /eval/ },
  'the Function constructor': { code: 'new Function("return 1")()', refusal: /eval|blocked by CSP/ },
};

keepEngine();

describe('hostile JavaScript', () => {
  let own: Sandbox;
  beforeAll(async () => {
    own = await Sandbox.create({ assets: ASSETS });
    const opened =
      'const opened = (target) => new Promise((done, refuse) => { target.onopen = target.onsuccess = target.onmessage = done; target.onerror = () => refuse(new Error("refused")) });';
    await runIn(own, `var OUT = ${JSON.stringify(inject('listener'))};\n${opened}`);
  });
  afterAll(() => own.close());

  it.each(Object.entries(ATTEMPTS))('does not get out by %s', async (_, { code, refusal }) => {
    const { status, error } = await runIn(own, `{ ${code} }`, { timeout: 5000 });
    expect(status).toBe('error');
    expect(error?.message).toMatch(refusal);
  });

  it('is not heard by a server that listens for all of it', async () => {
    const heard: string[] = await (await fetch(`${inject('listener')}/heard`)).json();
    expect(heard.filter((line) => !line.includes('from-the-page'))).toEqual([]);
  });

  it('has an origin of its own, no window and no parent, and no channel to the page', async () => {
    const code = 'console.log(origin, typeof window, typeof document, typeof parent)';
    expect((await runIn(own, code)).output).toBe('null undefined undefined undefined\n');
    const channel = new BroadcastChannel('glovebox-test');
    onTestFinished(() => channel.close());
    const heard: unknown[] = [];
    channel.onmessage = ({ data }) => heard.push(data);
    await runIn(
      own,
      'new BroadcastChannel("glovebox-test").postMessage("out"); await new Promise((r) => setTimeout(r, 200))',
    );
    expect(heard).toEqual([]);
  });

  it.each([
    ['an answer that is none', '{ status: "great" }'],
    ['an answer with an endless name', '{ ...message.value, variables: ["x".repeat(1e6)] }'],
    ['no answer at all', '7'],
  ])('cannot make the page believe in %s', async (_, forged) => {
    const another = await freshSandbox();
    const forge = `const genuine = MessagePort.prototype.postMessage;
      MessagePort.prototype.postMessage = function (message, ...rest) {
        if (message && Object.hasOwn(message, "value")) message.value = ${forged};
        genuine.call(this, message, ...rest);
      };`;
    const { status, error, recovery } = await runIn(another, forge);
    expect({ status, undone: recovery?.undone }).toEqual({ status: 'error', undone: true });
    expect(error?.message).toMatch(/malformed answer to a run/);
    expect((await runIn(another, '"a new worker"')).output).toBe("'a new worker'\n");
  });

  it('that says it could not be started, though it was, is not believed', async () => {
    const another = await freshSandbox();
    const forge = `const genuine = MessagePort.prototype.postMessage;
      MessagePort.prototype.postMessage = function (message) {
        genuine.call(this, { type: "boot-failed", message: "forged", restoring: true });
      };`;
    // No answer comes: it, too, is replaced by what the worker says.
    const result = await another.run(forge, { language: 'javascript', timeout: 500 });
    expect(result).toMatchObject({ status: 'timeout', recovery: { undone: true } });
    expect((await runIn(another, '"a new worker"')).output).toBe("'a new worker'\n");
  });

  it('cannot speak for Python, whatever it sends', async () => {
    const another = await freshSandbox();
    await another.run('kept = 1');
    await runIn(
      another,
      `const send = MessagePort.prototype.postMessage; let port;
       MessagePort.prototype.postMessage = function (...all) { port = this; return send.apply(this, all) };
       console.log("found");
       for (const message of [
         { type: "broken", message: "Python" }, { type: "ready", python: "0", pyodide: "0" },
         { type: "worker-error", id: 1, message: "Python" }, { type: "captured", id: 1 },
       ]) { postMessage(message); if (message.type !== "broken") port?.postMessage(message); }`,
    );
    expect(another.pythonVersion).toMatch(/^3\.14/);
    expect((await another.run('print(kept)')).output).toBe('1\n');
  });
});
