import type { GoogleGenAI, Model } from '@google/genai';
import { GloveboxError } from '../../errors.ts';
import { apiErrorMessage } from '../errors/apiErrorMessage.ts';
import { MODELS } from './settings.ts';

/** Models of other kinds than to be talked with: they draw, speak, measure, or listen. */
const OTHER_KINDS = /embedding|image|tts|audio|live|transcribe|translate|computer-use|aqa|robotics|omni/;
/** Models that are named to the user; there are some dozens. */
const MAX_NAMED = 8;

/** The models that the API has named, once it did not know one. */
let listed: readonly string[] = [];

/** The models to choose from: those that the API has named, or else those that were current when this page was made. */
export function modelsOnOffer(): readonly string[] {
  return listed.length > 0 ? listed : MODELS;
}

/** There is no model of that name, or not for this key. The message names those there are. */
export class UnknownModelError extends GloveboxError {
  override readonly name = 'UnknownModelError';
  /** Those that can be asked instead, the newest first. */
  readonly models: readonly string[];

  constructor(reason: string, models: readonly string[]) {
    super(`${reason} Models for this key: ${models.slice(0, MAX_NAMED).join(', ')}.`);
    this.models = models;
  }
}

/** What went wrong with a request: where the API does not know the model, with the models that it does know. */
export async function withModelsOnOffer(error: unknown, { models }: GoogleGenAI): Promise<unknown> {
  // The SDK's ApiError, told by its shape: the SDK itself is loaded late. What a proxy answers has no such status in words.
  if (!(error instanceof Error && 'status' in error && error.status === 404)) return error;
  if (!/"status"\s*:\s*"NOT_FOUND"/.test(error.message)) return error;
  try {
    const found: Model[] = [];
    for await (const model of await models.list({ config: { pageSize: 1000 } })) found.push(model);
    listed = namesOf(found);
    return listed.length > 0 ? new UnknownModelError(apiErrorMessage(error.message), listed) : error;
  } catch {
    // That the list is not to be had is not what the user asked about.
    return error;
  }
}

function namesOf(found: readonly Model[]): string[] {
  const names = found
    .filter(({ supportedActions }) => supportedActions?.includes('generateContent') ?? true)
    .map(({ name = '' }) => name.replace(/^.*\//, ''))
    .filter((name) => /^gemini-/.test(name) && !OTHER_KINDS.test(name));
  return names.toSorted((one, other) => versionOf(other) - versionOf(one) || one.length - other.length);
}

/** Of `gemini-3.8-flash`; an alias has none, and is not what somebody looks for who typed a version. */
function versionOf(name: string): number {
  return Number(/^gemini-(\d+(?:\.\d+)?)/.exec(name)?.[1] ?? 0);
}
