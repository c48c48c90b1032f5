/**
 * Asks for the user's own key, once per tab. A key that is built into a page can be read by everyone who opens it: for a key of yours, send
 * the requests through a server that adds it.
 */
export function apiKeyOf(provider: string, address: string): string {
  const known = sessionStorage.getItem(provider);
  if (known !== null) return known;
  const key = prompt(`Your API key for ${provider}, from ${address}`)?.trim();
  if (!key) throw new Error(`Without a key, ${provider} can't be asked.`);
  sessionStorage.setItem(provider, key);
  return key;
}
