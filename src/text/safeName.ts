/**
 * Names that code chose, for people and for their file systems. A name can hide what it is: with characters that turn the direction of
 * writing around, or that are not seen at all.
 *
 * @see https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu;
/** What Windows does not take in a name; `/` and `\` lead elsewhere on other systems. */
const UNFIT = /[/\\:*?"<>|]/g;
/** Names of devices. @see https://learn.microsoft.com/windows/win32/fileio/naming-a-file */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;
const MAX_LENGTH = 120;

/** The name with everything in it to be seen: what is not, as `‹U+202E›`. */
export function visibleName(path: string): string {
  return path.replace(UNSEEN, (character) => `‹U+${codeOf(character)}›`);
}

/** A file's own name, without folders, that can be given to any file system. */
export function downloadName(path: string): string {
  const own = path.split(/[/\\]/).at(-1) ?? '';
  const plain = own
    .replace(UNSEEN, '_')
    .replace(UNFIT, '_')
    .replace(DEVICE, (name) => `_${name}`)
    .replace(/^[. ]+|[. ]+$/g, '');
  return shorten(plain) || 'file';
}

/** Keeps the ending: it says what the file is. */
function shorten(name: string): string {
  const characters = [...name];
  if (characters.length <= MAX_LENGTH) return name;
  const [ending = ''] = /\.[^.]{1,16}$/.exec(name) ?? [];
  return characters.slice(0, MAX_LENGTH - ending.length).join('') + ending;
}

function codeOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}
