import type { PolicyRefusal } from '../sandbox/policyWatch.ts';

/** What an element of the widget loads. */
export interface Own {
  addresses: readonly string[];
  hasPictures: boolean;
}

/** Whether what was refused is of the widget's own. Of a picture that code made the browser says only that it was data. */
export function isOwnRefusal({ directive, blocked }: PolicyRefusal, { addresses, hasPictures }: Own): boolean {
  if (directive === 'img-src' && blocked === 'data') return hasPictures;
  return addresses.some((address) => blocked.startsWith(address));
}

/** What the page's author has to do. */
export function describeRefusal({ directive, blocked }: PolicyRefusal): string {
  const source = /^https?:/.test(blocked) ? new URL(blocked).origin : `${blocked}:`;
  return `This page’s Content-Security-Policy refused something that is needed here: ${directive} has to allow ${source}.`;
}
