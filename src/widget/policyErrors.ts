import type { PolicyRefusal } from '../sandbox/frame/policyWatch.ts';

/** What an element of the widget loads. */
export interface OwnResources {
  addresses: readonly string[];
  hasPictures: boolean;
}

/** Whether what was refused is of the widget's own. Of a picture that code made the browser says only that it was data. */
export function isOwnRefusal({ directive, blocked }: PolicyRefusal, { addresses, hasPictures }: OwnResources): boolean {
  if (directive === 'img-src' && blocked === 'data') return hasPictures;
  return addresses.some((address) => blocked.startsWith(address));
}

/** What a reader is told, who cannot do anything about it. */
export const REFUSED = 'This page does not allow something that is needed here. Only its author can change that.';

/** What the page's author has to do. */
export function describeRefusal({ directive, blocked }: PolicyRefusal): string {
  return `This page’s Content-Security-Policy refused something that is needed here: ${directive} has to allow ${sourceOf(blocked)}.`;
}

/** What was refused, as a source that the directive can list. */
function sourceOf(blocked: string): string {
  if (/^https?:/.test(blocked)) return new URL(blocked).origin;
  return KEYWORDS[blocked] ?? `${blocked}:`;
}

/** @see https://w3c.github.io/webappsec-csp/#violation-resource */
const KEYWORDS: Readonly<Record<string, string>> = {
  inline: "'unsafe-inline'",
  eval: "'unsafe-eval'",
  'wasm-eval': "'wasm-unsafe-eval'",
};

/** What the author was told. Of many elements, one is enough to say it. */
const told = new Set<string>();

/** Tells the page's author in the console. @returns the same words for the first element that has them to say; otherwise nothing */
export function tellAuthor(refusal: PolicyRefusal): string | undefined {
  const words = describeRefusal(refusal);
  if (told.has(words)) return undefined;
  told.add(words);
  console.error(words);
  return words;
}
