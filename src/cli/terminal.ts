/** Where a command writes to. */
export interface Terminal {
  out(text: string): void;
  error(text: string): void;
}

export function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}
