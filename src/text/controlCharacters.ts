/**
 * Characters that change the direction of the text after them, so that code reads differently from how it runs.
 *
 * @see https://trojansource.codes/ CVE-2021-42574
 * @see https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters
 */
const BIDI_CONTROLS = /[\u202a-\u202e\u2066-\u2069]/g;
/** Characters that a terminal may take for a command, except line breaks and tabs. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const COMMANDS = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/g;

/** Code points of the pictures for the first 32 control characters, and for DEL. */
const PICTURES = 0x2400;
const DELETE = 0x7f;
const PICTURE_OF_DELETE = '\u2421';

/** Makes characters visible that would change the direction of a text: `⟨U+202E⟩`. */
export function escapeBidi(text: string): string {
  return text.replaceAll(BIDI_CONTROLS, numberOf);
}

/** Makes characters visible that would control a terminal or change the direction of text. Line breaks and tabs stay. */
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
