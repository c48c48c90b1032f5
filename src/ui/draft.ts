/** What was typed and not asked yet, which this tab keeps while the page is loaded again. */

/** Where the browser keeps nothing, the text is gone with the page, as everywhere. */
export function keepDraft(name: string, text: string): void {
  try {
    if (text === '') sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, text);
  } catch {
    // It is full, or not allowed.
  }
}

/** Gives the text, once. */
export function takeDraft(name: string): string {
  try {
    const text = sessionStorage.getItem(name) ?? '';
    sessionStorage.removeItem(name);
    return text;
  } catch {
    return '';
  }
}
