import { registerLater } from './register.ts';

/** Loads the elements that only some conversations need: pictures, tables, attachments. Until they arrive, their text is shown. */
export const loadMedia = registerLater(async () => (await import('./mediaElements.ts')).MEDIA_ELEMENTS);
