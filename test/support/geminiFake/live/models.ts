import type { GeminiModel } from '../models.ts';

/** A model of the Live API. */
export interface LiveModel extends GeminiModel {
  /** What the model takes of functions; the first is the default. */
  behaviors: readonly ('BLOCKING' | 'NON_BLOCKING')[];
  /** Whether a response may say when it is spoken about. */
  schedules: boolean;
  /** Whether it answers in audio alone. */
  speaks: boolean;
  runsCode: boolean;
}

/** The models' pages of ai.google.dev; code execution was of two that are retired. */
export function findLiveModel(path: string): LiveModel | undefined {
  const name = path.replace(/^models\//, '');
  const [, major, minor = 0] = /^gemini-(?:live-)?(\d+)(?:\.(\d+))?.*/.exec(name) ?? [];
  if (major === undefined || !/-live-|-live$|native-audio/.test(name)) return undefined;
  const thinksLonger = name.includes('extended-thinking');
  const waits = Number(major) < 3 || name.includes('3.1-flash-live');
  return {
    name,
    majorVersion: Number(major),
    minorVersion: Number(minor),
    behaviors: behaviorsOf(name, thinksLonger, waits),
    schedules: !thinksLonger,
    speaks: Number(major) >= 3 || name.includes('native-audio'),
    runsCode: /^gemini-(2\.0-flash-live-001|live-2\.5-flash-preview)$/.test(name),
  };
}

function behaviorsOf(name: string, thinksLonger: boolean, waits: boolean): LiveModel['behaviors'] {
  if (thinksLonger) return ['NON_BLOCKING'];
  if (name.includes('3.1-flash-live')) return ['BLOCKING'];
  return waits ? ['BLOCKING', 'NON_BLOCKING'] : ['NON_BLOCKING', 'BLOCKING'];
}
