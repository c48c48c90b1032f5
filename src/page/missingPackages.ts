import { showAs } from '../elements/cell/ownWords.ts';
import { session as words } from '../language/en/session.ts';
import { fill } from '../language/fill.ts';

/** The sandbox's advice is for developers: the user of a page can vendor nothing. Bounded, because code can print anything. */
const NOT_DOWNLOADED =
  /\b([\w.-]{1,100}) could not be downloaded \(([^\n]{0,500}?)\); `glovebox vendor \1` ships it with the page\./g;
const NOT_VENDORED =
  /\b([\w.-]{1,100}) is not among the packages that were vendored beside the page; `glovebox vendor \1` ships it with the page\./g;

/** Tells users, instead of developers, that a package is missing. */
export function sayForUsers(): void {
  showAs(NOT_DOWNLOADED, (name = '', reason = '') => fill(words.packageNotDownloaded, { name, reason }));
  showAs(NOT_VENDORED, (name = '') => fill(words.packageMissing, { name }));
}
