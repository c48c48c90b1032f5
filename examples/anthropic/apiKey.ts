const ITEM = 'Anthropic API key';

/** Asks for the user's own key, once per tab. Don't put a key into an address or into a page that you publish. */
export const apiKey = sessionStorage.getItem(ITEM) ?? askForKey();

function askForKey(): string {
  const key = prompt('Your key for the Claude API, from https://platform.claude.com/settings/keys')?.trim() ?? '';
  if (key !== '') sessionStorage.setItem(ITEM, key);
  return key;
}
