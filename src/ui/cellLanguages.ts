import type { CodeLanguage } from '../gemini/languages.ts';

/** What a reader can run. */
const RUNNABLE: ReadonlySet<CodeLanguage> = new Set(['PYTHON']);

export function isRunnable(language: CodeLanguage): boolean {
  return RUNNABLE.has(language);
}

export function nameOfLanguage(language: CodeLanguage): string {
  return language === 'PYTHON' ? 'Python' : 'JavaScript';
}
