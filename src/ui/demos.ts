import type { Cassette } from '../cassette/format.ts';
import type { Access } from './connect.ts';
import { PageFileError } from './pageFileError.ts';

/** A demo as the list names it; its recording is fetched when it is played. */
export interface Demo {
  name: string;
  title: string;
  description: string;
}

/** @throws PageFileError */
export async function listDemos(): Promise<Demo[]> {
  const url = demoUrl('index');
  const list = await fetchJson(url);
  if (isDemoList(list)) return list.demos;
  throw new PageFileError(url, 'it is not a list of demos');
}

/**
 * @throws PageFileError where there is no such demo
 * @throws InvalidCassetteError
 */
export async function loadDemo(name: string): Promise<Cassette> {
  const [{ readCassette }, json] = await Promise.all([import('../cassette/format.ts'), fetchJson(demoUrl(name))]);
  return readCassette(json);
}

/** Whether a recording is played at the speed at which the model spoke, or at once. */
export type Pace = 'recorded' | 'instant';

/** The model is a recording; the SDK in front of it is the real one. */
export async function demoAccess(cassette: Cassette, pace: Pace): Promise<Access> {
  const { replayFetch } = await import('../cassette/replay.ts');
  return {
    apiKey: 'offline-demo',
    model: cassette.model,
    httpOptions: { fetch: replayFetch(cassette, { pace }) },
  };
}

function demoUrl(name: string): URL {
  return new URL(`demos/${encodeURIComponent(name)}.json`, document.baseURI);
}

async function fetchJson(url: URL): Promise<unknown> {
  const response = await fetch(url).catch((error: unknown) => {
    throw new PageFileError(url, 'there was no answer (offline?)', { cause: error });
  });
  if (!response.ok) throw new PageFileError(url, `the server answered ${response.status}`);
  return response.json().catch((error: unknown) => {
    // Many a static host answers a missing file with its home page.
    throw new PageFileError(url, 'it is not JSON', { cause: error });
  });
}

function isDemoList(value: unknown): value is { demos: Demo[] } {
  return isObject(value) && Array.isArray(value.demos) && value.demos.every(isDemo);
}

function isDemo(value: unknown): value is Demo {
  return isObject(value) && [value.name, value.title, value.description].every((text) => typeof text === 'string');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
