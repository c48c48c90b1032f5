import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readCassette } from '../../../../src/cassette/format.ts';
import { cassetteScript } from './cassetteScript.ts';
import { parseScript, type Script } from './script.ts';

/** The file cannot be played. The message names the file and, where there is one, the place in it. */
export class ScriptFileError extends Error {
  override readonly name = 'ScriptFileError';
}

/**
 * Reads a script, in which a turn may name a recorded payload by its `recordedFile`, a path from the script's folder; or a cassette.
 *
 * @throws ScriptFileError
 */
export async function readScriptFile(file: string, options: { pace: 'recorded' | 'instant' }): Promise<Script> {
  try {
    const json: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (isObject(json) && json.format === 'glovebox-cassette') return cassetteScript(readCassette(json), options);
    return parseScript(await withRecordings(json, path.dirname(file)));
  } catch (error) {
    throw new ScriptFileError(`${file}: ${error instanceof Error ? error.message : error}`);
  }
}

async function withRecordings(json: unknown, folder: string): Promise<unknown> {
  if (!isObject(json) || !Array.isArray(json.turns)) return json;
  return { ...json, turns: await Promise.all(json.turns.map((turn, index) => withRecording(turn, index, folder))) };
}

async function withRecording(turn: unknown, index: number, folder: string): Promise<unknown> {
  if (!isObject(turn) || !('recordedFile' in turn)) return turn;
  const { recordedFile, ...rest } = turn;
  const place = `turns[${index}].recordedFile`;
  if (typeof recordedFile !== 'string') throw new TypeError(`${place}: expected the path of a file`);
  if ('recorded' in turn) throw new TypeError(`${place}: a turn has either recorded or recordedFile`);
  try {
    return { ...rest, recorded: await readFile(path.resolve(folder, recordedFile), 'utf8') };
  } catch (error) {
    throw new TypeError(`${place}: ${error instanceof Error ? error.message : error}`);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
