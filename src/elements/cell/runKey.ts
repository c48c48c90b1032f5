/** The keys that run code, as they are called where the page is. On every system, Shift and Enter do as well. */
export function runKey(): string {
  return /Mac|iPhone|iPad/.test(navigator.platform) ? '⌘+Enter' : 'Ctrl+Enter';
}
