import type { CodeLanguage } from '../gemini/languages.ts';

export function nameOfLanguage(language: CodeLanguage): string {
  return language === 'PYTHON' ? 'Python' : 'JavaScript';
}
