import { isJsonObject, parseJson } from '../text/parseJson.ts';
import type { Chunk, Exchange } from './format.ts';
import { placeholders } from './placeholders.ts';
import { isFileAddress, withoutCredentials, withoutSignature } from './secrets.ts';

/** Google accepts these in place of a signature. They belong to no account. */
const BYPASSES = ['skip_thought_signature_validator', 'context_engineering_is_the_way_to_go'];
/** Shorter values, such as `none`, are not keys, and may be words of the conversation. */
const MIN_SECRET_LENGTH = 8;

/** Steps of an interaction, and pieces of them, that have a signature. */
const SIGNED = /^(thought|thought_signature|\w+_call|\w+_result)$/;

type Side = 'request' | 'response' | 'error';

/**
 * Replaces the parts of exchanges that belong to an account, and not to the conversation:
 * - `secrets` (keys, tokens), wherever they occur: the API quotes a wrong key in its refusal;
 * - keys in the settings of a request, by the names of the settings, and the signed queries of file addresses;
 * - thought signatures and continuation tokens. Each gets a short placeholder of its own, the same in responses and in the requests that
 *   send it back, so that a replay matches and each signature stays on its part;
 * - ids of responses and of interactions, of which each has a placeholder of its own, too;
 * - addresses of uploaded files, names of caches and file search stores, and the number of the project.
 *
 * Prompts, answers, ids of calls, token counts and times stay unchanged.
 */
export function redactExchanges(exchanges: Exchange[], secrets: Iterable<string>): Exchange[] {
  const redaction = new Redaction([...secrets].filter(({ length }) => length >= MIN_SECRET_LENGTH));
  return exchanges.map((exchange) => redaction.exchange(exchange));
}

class Redaction {
  readonly #secrets: string[];
  readonly #signatures = new PlaceholderSequence(placeholders.signature);
  readonly #continuations = new PlaceholderSequence(placeholders.continuation);
  readonly #responses = new PlaceholderSequence(placeholders.response);
  readonly #interactions = new PlaceholderSequence(placeholders.interaction);
  readonly #environments = new PlaceholderSequence(placeholders.environment);
  readonly #events = new PlaceholderSequence(placeholders.event);
  readonly #files = new PlaceholderSequence(placeholders.file);
  readonly #resources = new Map<string, PlaceholderSequence>();

  constructor(secrets: string[]) {
    // Longest first: replacing a part of a longer secret would hide the rest of it from the search.
    this.#secrets = secrets.toSorted((one, other) => other.length - one.length);
  }

  exchange({ request, response }: Exchange): Exchange {
    const { settings, interaction, ...asked } = request;
    return {
      request: {
        ...this.#value(asked, 'request'),
        ...(interaction && { interaction: this.#interaction(interaction, 'request') }),
        ...(settings && { settings: this.#value(withoutCredentials(settings), 'request') }),
      },
      response: { ...response, chunks: response.chunks.map((chunk) => this.#chunk(chunk)) },
    };
  }

  #chunk({ after, body, text }: Chunk): Chunk {
    return text === undefined ? { after, body: this.#body(body) } : { after, text: this.#wireText(text) };
  }

  #body(body: unknown): unknown {
    if (Array.isArray(body)) return body.map((item) => this.#body(item));
    if (!isJsonObject(body)) return this.#value(body, 'response');
    const { responseId, error, object, interaction } = body;
    return {
      ...(object === 'interaction' ? this.#interaction(body, 'response') : this.#value(body, 'response')),
      ...(typeof responseId === 'string' && { responseId: this.#responses.placeholder(responseId) }),
      ...(isJsonObject(interaction) && { interaction: this.#interaction(interaction, 'response') }),
      ...(error !== undefined && { error: withoutProjects(this.#value(error, 'error')) }),
    };
  }

  #interaction(interaction: Record<string, unknown>, side: Side): Record<string, unknown> {
    const { id } = interaction;
    const redacted = this.#value(interaction, side);
    return typeof id === 'string' ? { ...redacted, id: this.#interactionId(id, side) } : redacted;
  }

  #interactionId(id: string, side: Side): string {
    // An interaction that is not stored has an empty id in a stream.
    if (id === '') return id;
    if (side === 'request' && !this.#interactions.has(id)) return placeholders.earlierInteraction;
    return this.#interactions.placeholder(id);
  }

  /** Text that is not JSON as a whole may be a fragment of it. */
  #wireText(text: string): string {
    const json = parseJson(text);
    if (json !== undefined) return JSON.stringify(this.#body(json));
    const opaque = /"(thought_?signature|continuation_?token|response_?id)"(\s*:\s*)"([^"]*)/gi;
    const redacted = text.replaceAll(opaque, (_, key: string, colon: string, value: string) => {
      const placeholder = /^response/i.test(key)
        ? this.#responses.placeholder(value)
        : this.#string(key, value, 'response');
      return `"${key}"${colon}"${placeholder}`;
    });
    // In a model's answer, a "project" may be part of the conversation.
    const isAnswer = /^(event|data):/.test(redacted);
    return this.#withoutSecrets(this.#withoutInteractions(isAnswer ? redacted : withoutProjects(redacted)));
  }

  #value<Value>(value: Value, side: Side, key?: string): Value;
  #value(value: unknown, side: Side, key = ''): unknown {
    if (typeof value === 'string') return this.#string(key, value, side);
    if (Array.isArray(value)) return value.map((item) => this.#value(item, side));
    if (!isJsonObject(value)) return value;
    const entries = Object.entries(value).map(([name, item]) => {
      const redacted = typeof item === 'string' ? this.#field(name, item, value, side) : this.#value(item, side, name);
      return [this.#withoutSecrets(name), redacted];
    });
    return Object.fromEntries(entries);
  }

  /** Replaces what only the fields beside it tell apart from words of the conversation. */
  #field(name: string, value: string, holder: Record<string, unknown>, side: Side): string {
    if (name === 'signature' && SIGNED.test(String(holder.type))) return this.#signature(value, side);
    if (isFileAddress(name, holder)) return this.#fileAddress(value);
    return this.#string(name, value, side);
  }

  #fileAddress(value: string): string {
    return isUploaded(value) ? this.#files.placeholder(value) : this.#withoutSecrets(withoutSignature(value));
  }

  #string(key: string, value: string, side: Side): string {
    switch (key.replaceAll('_', '').toLowerCase()) {
      case 'thoughtsignature':
        return this.#signature(value, side);
      case 'continuationtoken':
        return this.#continuations.placeholder(value);
      case 'interactionid':
      case 'previousinteractionid':
        return this.#interactionId(value, side);
      case 'environmentid':
        return this.#environments.placeholder(value);
      case 'eventid':
        return this.#events.placeholder(value);
      default:
        return this.#withoutSecrets(this.#withoutResource(side === 'error' ? this.#withoutInteractions(value) : value));
    }
  }

  #signature(value: string, side: Side): string {
    if (value === '' || BYPASSES.includes(value)) return value;
    if (side === 'request' && !this.#signatures.has(value)) return placeholders.earlierSignature;
    return this.#signatures.placeholder(value);
  }

  /** Replaces the ids of interactions in other text, such as an error's message. */
  #withoutInteractions(text: string): string {
    return text.replaceAll(/\bv1_[\w-]{8,}/g, (id) => this.#interactionId(id, 'response'));
  }

  #withoutResource(value: string): string {
    const [, collection] = /^(?:projects\/\S+\/)?(cachedContents|fileSearchStores)\/\S+$/.exec(value) ?? [];
    if (collection === undefined) return value;
    const numbered =
      this.#resources.get(collection) ?? new PlaceholderSequence((number) => placeholders.resource(collection, number));
    this.#resources.set(collection, numbered);
    return numbered.placeholder(value);
  }

  #withoutSecrets(text: string): string {
    return this.#secrets.reduce((redacted, secret) => redacted.replaceAll(secret, placeholders.key), text);
  }
}

/** Gives each value a placeholder, numbered in the order in which the values first come. */
class PlaceholderSequence {
  readonly #given = new Map<string, string>();
  readonly #placeholder: (number: number) => string;

  constructor(placeholder: (number: number) => string) {
    this.#placeholder = placeholder;
  }

  has(value: string): boolean {
    return this.#given.has(value);
  }

  placeholder(value: string): string {
    const placeholder = this.#given.get(value) ?? this.#placeholder(this.#given.size + 1);
    this.#given.set(value, placeholder);
    return placeholder;
  }
}

/** Whether it is a file of the Files API or of a bucket. Any other address is readable for everybody who has its signed query. */
function isUploaded(uri: string): boolean {
  return /(^|\/)files\/[^/]+$/.test(uri) || uri.startsWith('gs://');
}

/** The API names the project of a key: `project 123456789012`, `projects/my-project`, `?project=123456789012`. */
function withoutProjects<Value>(value: Value): Value {
  const text = JSON.stringify(value);
  const named = text.matchAll(/\bprojects\/([\w:-]{6,}(?:\.[\w:-]+)*)|\bproject[ =:]#?(\d{6,})/g);
  const projects = [...named].map(([, name, number]) => name ?? number ?? '');
  return JSON.parse(projects.reduce((redacted, project) => redacted.replaceAll(project, placeholders.project), text));
}
