const ITEM = 'Gemini API key';

/** The reader's own key, asked for once in a tab. It belongs neither into an address nor into a page that is published. */
export const apiKey = sessionStorage.getItem(ITEM) ?? askForKey();

function askForKey(): string {
  const key = prompt('Your key for the Gemini API, from https://aistudio.google.com/apikey')?.trim() ?? '';
  if (key !== '') sessionStorage.setItem(ITEM, key);
  return key;
}
