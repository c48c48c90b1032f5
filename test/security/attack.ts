import { asyncDispose } from '../../src/async/disposal.ts';
import { type RunResult, Sandbox, type SandboxOptions } from '../../src/entries/index.ts';

/** What a probe that sets something up in the page is given. Sandboxes are closed after it. */
export class Attack implements AsyncDisposable {
  /** The address of the listener, for this probe. */
  readonly out: string;
  readonly #sandboxes: Sandbox[] = [];

  constructor(out: string) {
    this.out = out;
  }

  async sandbox(options: SandboxOptions = {}): Promise<Sandbox> {
    const sandbox = await Sandbox.create({ assets: '/pyodide/', ...options });
    this.#sandboxes.push(sandbox);
    return sandbox;
  }

  async [asyncDispose](): Promise<void> {
    await Promise.all(this.#sandboxes.map((sandbox) => sandbox.close()));
  }
}

/** A probe in TypeScript: says what happened, in words that begin with `blocked: ` or `escaped: `. */
export type PageProbe = (attack: Attack) => Promise<string>;

/**
 * Python that gets hold of the port to the host, which no name leads to: its class is within reach, and what goes through it. Afterwards
 * `js.stolen` is the port, `javascript()` runs text in the worker, and what `globalThis.forge(message)` gives there, an array, is sent
 * instead of the message.
 */
export const STEAL_PORT = `
import js
from pyodide.ffi import create_proxy, to_js

def to_object(value):
    return to_js(value, dict_converter=js.Object.fromEntries)

def javascript(text):
    script = js.Blob.new(to_js([text]), to_object({"type": "text/javascript"}))
    js.importScripts(js.URL.createObjectURL(script))

javascript("""{
    const genuine = MessagePort.prototype.postMessage;
    MessagePort.prototype.postMessage = function (message, ...rest) {
        if (message?.type === 'output-delta') globalThis.stolen = this;
        const forged = globalThis.forge?.(message);
        return genuine.apply(this, forged ?? [message, ...rest]);
    };
}""")
print("now it is mine")
`;

/** What is wrong with the shape of a result: nothing, whatever the code did. */
export function flaws(result: RunResult): string[] {
  const { ok, status, output, stdout, stderr, results, files, durationMs, run, recovery } = result;
  const checks: Record<string, boolean> = {
    status: /^(ok|error|timeout)$/.test(status),
    ok: ok === (status === 'ok'),
    texts: [output, stdout, stderr].every((text) => typeof text === 'string'),
    output: output.length < 70_000,
    stdout: stdout.length < 11 * 1024 ** 2,
    results:
      results.length <= 100 &&
      results.every(({ data }) => Object.values(data).every((form) => typeof form === 'string')),
    files: files.every(
      ({ path, size, mimeType }) => typeof path === 'string' && size >= 0 && typeof mimeType === 'string',
    ),
    durationMs: Number.isFinite(durationMs),
    run: Number.isInteger(run),
    recovery: recovery === undefined || (typeof recovery.undone === 'boolean' && Array.isArray(recovery.lostRuns)),
  };
  return Object.keys(checks).filter((name) => !checks[name]);
}
