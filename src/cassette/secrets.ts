import { isJsonObject } from '../text/parseJson.ts';
import { placeholders, withoutProject } from './placeholders.ts';
import type { ReadRequest } from './request.ts';

/** Headers that say nothing of whose the request is. Whatever else there is may be a key of the API, or of a proxy before it. */
const HARMLESS_HEADERS =
  /^(accept|accept-.+|cache-control|content-.+|user-agent|x-goog-api-client|x-goog-request-params|x-requested-with|x-server-timeout)$/;
/** Names of settings, in small letters and without what stands between the words: keys for tools, and for servers of tools. */
const SECRET_NAMES =
  /(apikey|apikeystring|authorization|(?<!continuation)token|secret|password|passwd|credentials?|serviceaccount|cookie)$/;
const ADDRESS_NAMES = /(url|uri)$/;
/** Settings that describe values, and hold none. */
const SCHEMAS = ['parameters', 'parametersjsonschema', 'response', 'responsejsonschema', 'responseschema'];

/** What of a request must not be told: keys, tokens, and what signs an address. */
export function secretsIn({ url, headers, json }: ReadRequest): string[] {
  const secrets = [url.username, url.password, ...url.searchParams.values()];
  for (const [name, value] of headers) {
    if (!HARMLESS_HEADERS.test(name)) secrets.push(value, value.replace(/^\w+\s+/, ''));
  }
  const { contents, ...settings } = isJsonObject(json) ? json : {};
  mapCredentials(settings, (secret) => {
    secrets.push(secret);
    return secret;
  });
  secrets.push(...signaturesIn(contents));
  return secrets.flatMap((secret) => [secret, encodeURIComponent(secret)]);
}

/** Takes out of the settings of a request what they hold of keys, by the names of the settings, and of projects. */
export function withoutCredentials<Value>(settings: Value): Value {
  return mapCredentials(settings, () => placeholders.key) as Value;
}

/** An address without what signs it. That of a video on YouTube is what stands after the question mark. */
export function withoutSignature(address: string): string {
  const [, place] = splitAddress(address) ?? [];
  return place === undefined ? address : `${place}${placeholders.query}`;
}

/** What stands after the question mark of the addresses of files. */
function signaturesIn(contents: unknown): string[] {
  if (Array.isArray(contents)) return contents.flatMap(signaturesIn);
  if (!isJsonObject(contents)) return [];
  return Object.entries(contents).flatMap(([name, value]) => {
    if (typeof value !== 'string') return signaturesIn(value);
    const [, , query] = (plain(name) === 'fileuri' && splitAddress(value)) || [];
    return query === undefined ? [] : [query];
  });
}

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
  const [, place, query] = (ADDRESS_NAMES.test(plain(name)) && splitAddress(value)) || [];
  return place === undefined || query === undefined ? withoutProject(value) : `${place}?${replace(query)}`;
}

function splitAddress(address: string): RegExpExecArray | undefined {
  if (/^https?:\/\/((www|m)\.)?(youtube\.com|youtu\.be)\//i.test(address)) return undefined;
  return /^(https?:\/\/[^?#]*)\?(.+)$/s.exec(address) ?? undefined;
}

function plain(name: string): string {
  return name.replace(/[_-]/g, '').toLowerCase();
}
