/** Who gives out keys, and where. */
export interface KeyPage {
  provider: string;
  address: string;
}

/** @see https://ai.google.dev/gemini-api/docs/api-key */
export const GEMINI_KEYS: KeyPage = { provider: 'Google', address: 'https://aistudio.google.com/apikey' };

/** By the host of the API. */
const SERVERS = new Map<string, KeyPage>([
  ['api.openai.com', { provider: 'OpenAI', address: 'https://platform.openai.com/api-keys' }],
  ['openrouter.ai', { provider: 'OpenRouter', address: 'https://openrouter.ai/settings/keys' }],
]);

/** Returns where the server at an address gives out keys; `undefined` if that is unknown. */
export function keyPageOf(address: string): KeyPage | undefined {
  return URL.canParse(address) ? SERVERS.get(new URL(address).hostname) : undefined;
}
