/** Shortens a text to about `limit` characters. Keeps the head and the tail, with a line between them that tells how much is missing. */
export function truncate(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const half = Math.floor(limit / 2);
  return `${text.slice(0, half)}\n[... ${(text.length - 2 * half).toLocaleString('en')} characters left out ...]\n${text.slice(-half)}`;
}
