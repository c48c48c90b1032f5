/** Texts that the browser keeps for this page, or for this tab of it. */

/** @param storage throws where the browser keeps nothing for this page */
export function readText(storage: () => Storage, name: string): string | undefined {
  try {
    return storage().getItem(name) ?? undefined;
  } catch {
    return undefined;
  }
}

/** @returns whether it worked */
export function writeText(storage: () => Storage, name: string, text: string | undefined): boolean {
  try {
    if (text === undefined) storage().removeItem(name);
    else storage().setItem(name, text);
    return true;
  } catch {
    return text === undefined;
  }
}
