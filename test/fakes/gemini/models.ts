export interface GeminiModel {
  name: string;
  majorVersion: number;
}

/** Aliases carry no number; in 2026 they point at the 3 series. */
const ALIASES = ['gemini-flash-latest', 'gemini-flash-lite-latest', 'gemini-pro-latest'];

export const LISTED_MODELS = [
  'gemini-2.5-flash',
  'gemini-2.5-pro',
  'gemini-3-flash-preview',
  'gemini-3-pro-preview',
  'gemini-3.5-flash',
  ...ALIASES,
];

export function findModel(name: string): GeminiModel | undefined {
  const number = /^gemini-(\d+)/.exec(name)?.[1];
  if (number !== undefined) return { name, majorVersion: Number(number) };
  return ALIASES.includes(name) ? { name, majorVersion: 3 } : undefined;
}

/** Ids on calls, required thought signatures, images in function responses: all arrived with Gemini 3. */
export function isGemini3OrLater(model: GeminiModel): boolean {
  return model.majorVersion >= 3;
}

/** Gemini 3 Pro Image signs but does not enforce (docs.cloud.google.com, thought-signatures). */
export function requiresThoughtSignatures(model: GeminiModel): boolean {
  return isGemini3OrLater(model) && !model.name.includes('-image');
}
