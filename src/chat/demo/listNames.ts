/** Such as `pandas, numpy, and altair`. */
export function listNames(names: readonly string[]): string {
  return new Intl.ListFormat('en').format(names);
}
