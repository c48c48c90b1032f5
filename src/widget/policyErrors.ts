import { widgetCell } from '../language/en/embedded/widgetCell.ts';
import type { PolicyRefusal } from '../sandbox/frame/policyWatch.ts';

/** The resources that an element of the widget loads. */
interface OwnResources {
  addresses: readonly string[];
  hasPictures: boolean;
}

/** Whether the page's policy refused a resource of the widget. For pictures of code, browsers only report `data`. */
export function isOwnRefusal({ directive, blocked }: PolicyRefusal, { addresses, hasPictures }: OwnResources): boolean {
  if (directive === 'img-src' && blocked === 'data') return hasPictures;
  return addresses.some((address) => blocked.startsWith(address));
}

/** The message for users, who cannot change the policy. */
export function describeForUser(): string {
  return widgetCell.refused;
}

/** The message for the page's author. */
export function describeRefusal({ directive, blocked }: PolicyRefusal): string {
  return `This page’s Content-Security-Policy blocks something that is needed here: ${directive} has to allow ${sourceOf(blocked)}.`;
}

/** Returns the refused resource as a source for the directive. */
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

/** The messages that the author got. One per page is enough. */
const reported = new Set<string>();

/**
 * Reports a refused resource in the console, once per page.
 *
 * @returns the message, if it was not reported before
 */
export function reportToAuthor(refusal: PolicyRefusal): string | undefined {
  const message = describeRefusal(refusal);
  if (reported.has(message)) return undefined;
  reported.add(message);
  console.error(message);
  return message;
}
