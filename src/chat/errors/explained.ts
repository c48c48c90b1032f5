import { errors } from '../../language/en/errors.ts';
import type { Explanation } from './explanation.ts';

type Key = keyof typeof errors;
type Change = Omit<Explanation, 'title' | 'advice' | 'detail'>;

/** Returns what explains an error in the language of the moment. @param change is what can help */
export function explained(title: Key, advice: Key, change?: Change): () => Omit<Explanation, 'detail'> {
  return () => ({ title: errors[title], advice: errors[advice], ...change });
}
