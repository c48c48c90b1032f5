/** A probe: one small program as a hostile model would write it, which begins with what it tries and what must happen. */
import type { RunStatus } from '../../src/entries/index.ts';

export interface Probe {
  /** The folder that it is in. */
  family: string;
  /** The name of its file, without the ending. */
  name: string;
  /** Code of the sandbox, or code of the page that sets something up first. */
  language: 'python' | 'javascript' | 'page';
  /** A sentence. */
  title: string;
  tries: string;
  must: string;
  /** What the error says that ends it where it is held back. */
  refusal?: RegExp;
  /** How the run ends where it is held back. */
  status?: RunStatus;
  /** Whether the listener hears it from a worker that is not sealed: then it is a real attempt. */
  control: boolean;
  /** Whether WebKit does not even try. */
  notInWebKit: boolean;
  /** Milliseconds. */
  timeout: number;
  source: string;
}

/** What became of a probe. */
export interface Verdict {
  escaped: boolean;
  what: string;
}

const LANGUAGES: Record<string, Probe['language']> = { py: 'python', js: 'javascript', ts: 'page' };
const TIMEOUT = 10_000;

/**
 * Reads a probe's header: comment lines at its beginning, first a sentence, then `key: value` where a value may go on in the next line.
 *
 * @param path such as `./probes/network/fetch.js`
 * @throws Error where something is missing
 */
export function readProbe(path: string, source: string): Probe {
  const [, family = '', name = '', ending = ''] = /([^/]+)\/([^/]+)\.(\w+)$/.exec(path) ?? [];
  const language = LANGUAGES[ending];
  const fields = readHeader(source);
  const { title, tries, must, refusal, status, control, timeout } = fields;
  if (!language || !title || !tries || !must)
    throw new Error(`${path} does not say what it tries and what must happen.`);
  return {
    family,
    name,
    language,
    title,
    tries,
    must,
    control: control !== undefined,
    notInWebKit: control?.includes('not in WebKit') ?? false,
    timeout: timeout === undefined ? TIMEOUT : Number(timeout),
    source,
    ...(refusal !== undefined && { refusal: new RegExp(refusal) }),
    ...(status !== undefined && { status: status as RunStatus }),
  };
}

function readHeader(source: string): Record<string, string> {
  const fields: Record<string, string> = {};
  let key = 'title';
  for (const line of source.split('\n')) {
    const [, text] = /^(?:#|\/\/) ?(.*)$/.exec(line) ?? [];
    if (text === undefined) break;
    const [, newKey, value] = /^(tries|must|refusal|status|control|timeout): (.*)$/.exec(text) ?? [];
    if (newKey) key = newKey;
    fields[key] = [fields[key], value ?? text].filter(Boolean).join(' ');
  }
  return fields;
}

/**
 * Judges a run: by the verdict that the code has printed (`blocked: …` or `escaped: …`), else by how the run ended.
 *
 * @throws Error where neither says anything: the probe is broken, and proves nothing
 */
export function judge(
  probe: Probe,
  { status, stdout, error }: { status: RunStatus; stdout: string; error?: { type: string; message: string } },
): Verdict {
  const [, verdict, what] = /^(blocked|escaped): (.*)$/m.exec(stdout) ?? [];
  if (verdict) return { escaped: verdict === 'escaped', what: what ?? '' };
  if (probe.status === status) return { escaped: false, what: `the run ended with the status ${status}` };
  // WebKit has its own words for what others call undefined.
  const message = error?.message.replace(/Can't find variable: (\w+)/, '$1 is not defined');
  const refused = error && `${error.type}: ${message}`.split('\n').join(' ');
  if (refused && probe.refusal?.test(refused)) return { escaped: false, what: refused.slice(0, 200) };
  throw new Error(
    `The probe ${probe.family}/${probe.name} proves nothing: ${status}, ${refused ?? stdout.slice(0, 500)}`,
  );
}
