import type { GoogleGenAI, Model } from '@google/genai';
import { GloveboxError } from '../../errors.ts';
import { errors } from '../../language/en/errors.ts';
import { fill } from '../../language/fill.ts';
import { apiErrorMessage } from '../errors/apiErrorMessage.ts';
import { MODELS } from './settings.ts';

/** Models that are not for chats: they draw, speak, listen or embed. */
const OTHER_KINDS = /embedding|image|tts|audio|live|transcribe|translate|computer-use|aqa|robotics|omni/;
/** The maximum number of models that an error names; there are dozens. */
const MAX_NAMED = 8;

/** The models that the API has listed, after it did not know one. */
let listed: readonly string[] = [];

/** Returns the models to choose from: those that the API has listed, or else {@link MODELS}. */
export function knownModels(): readonly string[] {
  return listed.length > 0 ? listed : MODELS;
}

/** There is no model of that name, or not for this key. The message names the available ones. */
class UnknownModelError extends GloveboxError {
  override readonly name = 'UnknownModelError';
  /** The available models, newest first. */
  readonly models: readonly string[];

  constructor(reason: string, models: readonly string[]) {
    super(fill(errors.modelsForKey, { reason, models: models.slice(0, MAX_NAMED).join(', ') }));
    this.models = models;
  }
}

/** Adds the models that the API knows to its error about an unknown model. Returns other errors unchanged. */
export async function withKnownModels(error: unknown, { models }: GoogleGenAI): Promise<unknown> {
  if (!isUnknownModel(error)) return error;
  try {
    const found: Model[] = [];
    for await (const model of await models.list({ config: { pageSize: 1000 } })) found.push(model);
    listed = namesOf(found);
    return listed.length > 0 ? new UnknownModelError(apiErrorMessage(error.message), listed) : error;
  } catch {
    // The first error matters to the user.
    return error;
  }
}

/** Recognizes the SDK's errors by their shape: the SDK is loaded late. A proxy's own 404 has no such code. */
function isUnknownModel(error: unknown): error is Error {
  if (!(error instanceof Error && 'status' in error && error.status === 404)) return false;
  // The Interactions API has errors of another form, with the response's body.
  const body = 'body' in error ? String(error.body) : error.message;
  return /"status"\s*:\s*"NOT_FOUND"|"code"\s*:\s*"model_not_found"/.test(body);
}

function namesOf(found: readonly Model[]): string[] {
  const names = found
    .filter(({ supportedActions }) => supportedActions?.includes('generateContent') ?? true)
    .map(({ name = '' }) => name.replace(/^.*\//, ''))
    .filter((name) => /^gemini-/.test(name) && !OTHER_KINDS.test(name));
  return names.toSorted((one, other) => versionOf(other) - versionOf(one) || one.length - other.length);
}

/** Reads the version of a name such as `gemini-3.8-flash`. An alias has none, and comes last. */
function versionOf(name: string): number {
  return Number(/^gemini-(\d+(?:\.\d+)?)/.exec(name)?.[1] ?? 0);
}
