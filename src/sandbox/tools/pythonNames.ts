import { RESERVED_WORDS } from '../reservedWords.ts';

/** Characters of a name. */
const MAX_LENGTH = 64;
/** Those of them that are left for underscores and a number. */
const ROOM = 10;
/** Names of the module `tools` that are no tools. */
const OWN_NAMES = ['ToolError', 'ToolRefusedError'];
/** Python reads names in this form. @see https://docs.python.org/3/reference/lexical_analysis.html#identifiers */
const FORM = 'NFKC';
const NAME = /^[\p{XID_Start}_][\p{XID_Continue}]*$/u;
/**
 * Besides other characters than Python takes: those that can't be seen, and those beyond U+FFFF. Most that are new every year are there, and
 * Python's list may be older than the browser's.
 */
const NO_PART = /[^\p{XID_Continue}]|\p{Default_Ignorable_Code_Point}|[\u{10000}-\u{10ffff}]/u;
const NO_PARTS = new RegExp(`(?:${NO_PART.source})+`, 'gu');

/** Whether Python can import a tool by this name. Names that begin with two underscores are those of the module itself. */
export function isToolName(name: string): boolean {
  const isIdentifier =
    NAME.test(name) && !NO_PART.test(name) && name === name.normalize(FORM) && name.length <= MAX_LENGTH;
  return isIdentifier && !name.startsWith('__') && !RESERVED_WORDS.python.has(name) && !OWN_NAMES.includes(name);
}

/**
 * Makes a name that Python can use from any text. Other characters than those of Python's names become an underscore. A digit at the beginning
 * gets one in front, a keyword one at its end (`import_`). Of several at the beginning one is left. A name that is taken gets a number.
 */
export function toPythonName(text: string, taken: { has(name: string): boolean }): string {
  const plain = text.normalize(FORM).replace(NO_PARTS, '_');
  const cut = takeCharacters(plain, MAX_LENGTH - ROOM);
  const begun = NAME.test(cut) ? cut.replace(/^_+/, '_') : `_${cut}`;
  const filled = begun.replaceAll('_', '') === '' ? 'unnamed' : begun;
  const name = isToolName(filled) ? filled : `${filled}_`;
  if (!taken.has(name)) return name;
  let number = 2;
  while (taken.has(`${name}_${number}`)) number += 1;
  return `${name}_${number}`;
}

/** The first characters, as many as have `length` code units together: none is split. */
function takeCharacters(text: string, length: number): string {
  let taken = '';
  for (const character of text) {
    if (taken.length + character.length > length) break;
    taken += character;
  }
  return taken;
}
