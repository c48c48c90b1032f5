import { fromBase64 } from '../../bytes/base64.ts';
import type { Cassette } from '../../cassette/format.ts';
import { pageFiles } from '../../language/en/pageFiles.ts';
import { isJsonObject } from '../../text/parseJson.ts';
import { PageFileError, requestPageFile } from '../errors/pageFileError.ts';
import type { Access } from '../live/access.ts';

/** A demo in the list. Its recording is fetched when it is played. */
export interface Demo {
  name: string;
  title: string;
  description: string;
  /** The heading of its group. Demos of one group follow each other. */
  group: string;
  /** The Python packages that it imports: vendored, or downloaded from Pyodide's distribution. */
  packages?: string[];
}

/** @throws PageFileError */
export async function listDemos(): Promise<Demo[]> {
  const url = demoUrl('index');
  const list = await fetchJson(url);
  if (isDemoList(list)) return list.demos;
  throw new PageFileError(url, pageFiles.otherFile);
}

/**
 * Loads the recording of a demo.
 *
 * @param url default: in the page's `demos/` folder
 * @throws PageFileError if there is no such demo
 * @throws InvalidCassetteError
 */
export async function loadDemo(name: string, url: URL = demoUrl(name)): Promise<Cassette> {
  const [{ readCassette }, json] = await Promise.all([import('../../cassette/format.ts'), fetchJson(url)]);
  return readCassette(json);
}

/** Whether a recording is played at its recorded speed, or all at once. */
export type Pace = 'recorded' | 'instant';

/** Returns access to a recording in place of the model. The SDK is the real one. */
export async function demoAccess(cassette: Cassette, pace: Pace): Promise<Access> {
  const [{ replayFetch }, { replayTool }] = await Promise.all([
    import('../../cassette/replay.ts'),
    import('../../cassette/replayTool.ts'),
  ]);
  const { exchanges, timeout, tools, packages } = cassette;
  return {
    apiKey: 'offline-demo',
    model: cassette.model,
    api: exchanges.some(({ request }) => request.interaction) ? 'interactions' : 'generateContent',
    httpOptions: { fetch: replayFetch(cassette, { pace }) },
    mode: cassette.mode ?? 'local',
    ...(timeout !== undefined && { timeout }),
    // The bytes of a plot change with the version of the library, and a recording looks at none.
    ...(packages && { pictures: { count: 0 } }),
    ...(tools && { tools: tools.map(replayTool) }),
  };
}

export function demoFiles({ files = [] }: Cassette): File[] {
  return files.map(({ name, mimeType, data }) => {
    return new File([fromBase64(data)], name, { type: mimeType });
  });
}

function demoUrl(name: string): URL {
  return new URL(`demos/${encodeURIComponent(name)}.json`, document.baseURI);
}

async function fetchJson(url: URL): Promise<unknown> {
  const response = await requestPageFile(url);
  return response.json().catch((error: unknown) => {
    // Many static hosts answer a missing file with their home page.
    throw new PageFileError(url, pageFiles.otherFile, { cause: error });
  });
}

function isDemoList(value: unknown): value is { demos: Demo[] } {
  return isJsonObject(value) && Array.isArray(value.demos) && value.demos.every(isDemo);
}

function isDemo(value: unknown): value is Demo {
  if (!isJsonObject(value)) return false;
  const { name, title, description, group, packages = [] } = value;
  return Array.isArray(packages) && [name, title, description, group, ...packages].every(isText);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
