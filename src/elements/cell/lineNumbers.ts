/** The numbers of code's lines, one below the other, for generated content: nobody selects, copies or hears them. */
export function lineNumbers(code: string): string {
  const lines = code.replace(/\n$/, '').split('\n').length;
  return Array.from({ length: lines }, (_, index) => index + 1).join('\n');
}
