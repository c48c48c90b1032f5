/** Shortens a text to about so many characters: the head and the tail are kept, and a mark between them says how much was left out. */
export function excerpt(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const half = Math.floor(limit / 2);
  return `${text.slice(0, half)}\n[... ${(text.length - 2 * half).toLocaleString('en')} characters left out ...]\n${text.slice(-half)}`;
}
