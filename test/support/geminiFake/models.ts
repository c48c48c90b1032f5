export interface GeminiModel {
  name: string;
  majorVersion: number;
  /** 5 of `gemini-3.5-flash`. */
  minorVersion: number;
}

/** Aliases carry no number; the flash ones point at 3.8 since September 2026 (WritingTools #282). */
const ALIASES = ['gemini-flash-latest', 'gemini-flash-lite-latest', 'gemini-pro-latest'];

export const LISTED_MODELS = [
  'gemini-2.5-flash-lite',
  'gemini-3-flash-preview',
  'gemini-3.5-flash',
  'gemini-3.5-flash-lite',
  'gemini-3.8-flash',
  ...ALIASES,
];

/** Only of v1beta (js-genai 3.0.0). */
export function isAlias(name: string): boolean {
  return ALIASES.includes(name);
}

export function findModel(name: string): GeminiModel | undefined {
  const [, major, minor = 0] = /^gemini-(\d+)(?:\.(\d+))?/.exec(name) ?? [];
  if (major !== undefined) return { name, majorVersion: Number(major), minorVersion: Number(minor) };
  return ALIASES.includes(name) ? { name, majorVersion: 3, minorVersion: 8 } : undefined;
}

/** Ids on calls, required thought signatures, images in function responses: all arrived with Gemini 3. */
export function isGemini3OrLater(model: GeminiModel): boolean {
  return model.majorVersion >= 3;
}

/** Gemini 3 Pro Image signs but does not enforce (docs.cloud.google.com, thought-signatures). */
export function requiresThoughtSignatures(model: GeminiModel): boolean {
  return isGemini3OrLater(model) && !model.name.includes('-image');
}

/**
 * Whether the Interactions API takes functions beside built-in tools: these do, 3.6 Flash and 3.5 Flash-Lite do not (python-genai #2761,
 * js-genai #1768); of the others nothing is on record.
 */
export function mixesToolsInInteractions({ name }: GeminiModel): boolean {
  return /^gemini-(3\.5-flash(?!-lite)|3\.1-pro|3\.1-flash-lite)/.test(name);
}
