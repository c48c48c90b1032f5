/**
 * Characters with which a file name that code chose can hide what it is: they are invisible, or change the direction of the text.
 *
 * @see https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu;
/** Characters that Windows forbids in names; `/` and `\` separate folders on other systems. */
const UNFIT = /[/\\:*?"<>|]/g;
/** Device names on Windows. @see https://learn.microsoft.com/windows/win32/fileio/naming-a-file */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;
const MAX_LENGTH = 120;

/** Makes invisible characters of a name visible, such as `‹U+202E›`. */
export function visibleName(path: string): string {
  return path.replace(UNSEEN, (character) => `‹U+${codeOf(character)}›`);
}

/** A file's name without its folders, made safe for every file system. */
export function downloadName(path: string): string {
  const own = path.split(/[/\\]/).at(-1) ?? '';
  const plain = own
    .replace(UNSEEN, '_')
    .replace(UNFIT, '_')
    .replace(DEVICE, (name) => `_${name}`)
    .replace(/^[. ]+|[. ]+$/g, '');
  return shorten(plain) || 'file';
}

/** Keeps the extension, which tells the file's type. */
function shorten(name: string): string {
  const characters = [...name];
  if (characters.length <= MAX_LENGTH) return name;
  const [extension = ''] = /\.[^.]{1,16}$/.exec(name) ?? [];
  return characters.slice(0, MAX_LENGTH - extension.length).join('') + extension;
}

function codeOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}
