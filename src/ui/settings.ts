/** How to reach the real API. Kept in this page's memory only: never stored, never in an address. */
export interface LiveSettings {
  apiKey: string;
  model: string;
  /** The address of a proxy that speaks the Gemini API; empty for Google's own. */
  baseUrl: string;
}

export const DEFAULT_MODEL = 'gemini-2.5-flash';
export const NO_SETTINGS: LiveSettings = { apiKey: '', model: DEFAULT_MODEL, baseUrl: '' };
