import { locale } from '../../language/language.ts';

/** Such as `pandas, numpy, and altair`. */
export function listNames(names: readonly string[]): string {
  return new Intl.ListFormat(locale()).format(names);
}
