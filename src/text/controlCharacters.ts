/**
 * Marks that turn the direction of the text after them. Where they are obeyed, code reads as something else than what runs.
 *
 * @see https://trojansource.codes/ CVE-2021-42574
 * @see https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters
 */
const TURNS = /[\u202a-\u202e\u2066-\u2069]/g;
/** What a terminal may take for a command, and no line break or tabulator. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const COMMANDS = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/g;

/** Where Unicode has pictures of the first 32 control characters, and of the one that deletes. */
const PICTURES = 0x2400;
const DELETE = 0x7f;
const PICTURE_OF_DELETE = '\u2421';

/** Shows the marks that would turn the direction of a text, each by its number: `⟨U+202E⟩`. */
export function escapeBidi(text: string): string {
  return text.replaceAll(TURNS, numberOf);
}

/** Shows what would command a terminal, or turn the direction of text there. Line breaks and tabulators stay. */
export function forTerminal(text: string): string {
  return escapeBidi(text).replaceAll(COMMANDS, (character) => {
    const code = character.charCodeAt(0);
    if (code === DELETE) return PICTURE_OF_DELETE;
    return code < DELETE ? String.fromCharCode(PICTURES + code) : numberOf(character);
  });
}

function numberOf(character: string): string {
  return `⟨U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`;
}
