import { isJsonObject } from '../text/parseJson.ts';
import { placeholders, withoutProject } from './placeholders.ts';
import type { ReadRequest } from './request.ts';

/** Headers that identify nobody. Any other header may hold a key, of the API or of a proxy. */
const HARMLESS_HEADERS =
  /^(accept|accept-.+|cache-control|content-.+|user-agent|x-goog-api-client|x-goog-request-params|x-requested-with|x-server-timeout)$/;
/** Names of settings with keys for tools and tool servers, in lower case and without separators. */
const SECRET_NAMES =
  /(apikey|apikeystring|authorization|(?<!continuation)token|secret|password|passwd|credentials?|serviceaccount|cookie)$/;
const ADDRESS_NAMES = /(url|uri)$/;
/** Settings that describe values and hold none. */
const SCHEMAS = ['parameters', 'parametersjsonschema', 'response', 'responsejsonschema', 'responseschema', 'schema'];

/** The secrets in a request: keys, tokens, and signed queries of addresses. */
export function secretsIn({ url, headers, json }: ReadRequest): string[] {
  const secrets = [url.username, url.password, ...url.searchParams.values()];
  for (const [name, value] of headers) {
    if (!HARMLESS_HEADERS.test(name)) secrets.push(value, value.replace(/^\w+\s+/, ''));
  }
  const { contents, input, ...settings } = isJsonObject(json) ? json : {};
  mapCredentials(settings, (secret) => {
    secrets.push(secret);
    return secret;
  });
  secrets.push(...signaturesIn(contents), ...signaturesIn(input));
  return secrets.flatMap((secret) => [secret, encodeURIComponent(secret)]);
}

/** Replaces keys, by the names of their settings, and projects in the settings of a request. */
export function withoutCredentials<Value>(settings: Value): Value {
  return mapCredentials(settings, () => placeholders.key) as Value;
}

/** Replaces the signed query of an address. The query of a YouTube address stays: it names the video. */
export function withoutSignature(address: string): string {
  const [, base] = splitAddress(address) ?? [];
  return base === undefined ? address : `${base}${placeholders.query}`;
}

/** The queries of file addresses. */
function signaturesIn(contents: unknown): string[] {
  if (Array.isArray(contents)) return contents.flatMap(signaturesIn);
  if (!isJsonObject(contents)) return [];
  return Object.entries(contents).flatMap(([name, value]) => {
    if (typeof value !== 'string') return signaturesIn(value);
    const [, , query] = (isFileAddress(name, contents) && splitAddress(value)) || [];
    return query === undefined ? [] : [query];
  });
}

/** Whether a field holds the address of a user's file: `fileUri`, or the `uri` of a block of an interaction. */
export function isFileAddress(name: string, { type }: Record<string, unknown>): boolean {
  return plain(name) === 'fileuri' || (name === 'uri' && MEDIA.includes(String(type)));
}

const MEDIA = ['audio', 'document', 'image', 'video'];

function mapCredentials(value: unknown, replace: (secret: string) => string, name = '', isSecret = false): unknown {
  if (typeof value === 'string') return isSecret ? replace(value) : mapAddress(value, replace, name);
  if (Array.isArray(value)) return value.map((item) => mapCredentials(item, replace, name, isSecret));
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).map(([key, item]) => {
    const isSchema = SCHEMAS.includes(plain(key));
    const isSecretItem = typeof item === 'string' && (plain(name) === 'headers' || SECRET_NAMES.test(plain(key)));
    return [key, isSchema ? item : mapCredentials(item, replace, key, isSecretItem)];
  });
  return Object.fromEntries(entries);
}

function mapAddress(value: string, replace: (secret: string) => string, name: string): string {
  const [, base, query] = (ADDRESS_NAMES.test(plain(name)) && splitAddress(value)) || [];
  return base === undefined || query === undefined ? withoutProject(value) : `${base}?${replace(query)}`;
}

function splitAddress(address: string): RegExpExecArray | undefined {
  if (/^https?:\/\/((www|m)\.)?(youtube\.com|youtu\.be)\//i.test(address)) return undefined;
  return /^(https?:\/\/[^?#]*)\?(.+)$/s.exec(address) ?? undefined;
}

function plain(name: string): string {
  return name.replace(/[_-]/g, '').toLowerCase();
}
