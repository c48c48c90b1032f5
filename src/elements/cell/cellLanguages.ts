import type { CodeLanguage } from '../../gemini/codec/languages.ts';

export function nameOfLanguage(language: CodeLanguage): string {
  return language === 'PYTHON' ? 'Python' : 'JavaScript';
}
