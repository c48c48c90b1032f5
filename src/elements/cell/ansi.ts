import anser from 'anser';
import { ESCAPE } from './terminal.ts';

/** A stretch of text in one look. */
export interface AnsiSpan {
  text: string;
  /** Class names such as `ansi-red` or `bold`, or the empty string. */
  classes: string;
}

/** What a terminal is told beside colours, such as a window's title or where a link leads. It has no place in a page. */
const OTHER_COMMANDS = new RegExp(
  `${ESCAPE}(?:\\][^\\x07${ESCAPE}]*(?:\\x07|${ESCAPE}\\\\|$)|[()][0-9A-Z]|[=>78cDEHM])`,
  'g',
);

/**
 * Reads the colours and weights of a terminal (SGR) out of a text. Other commands are left out.
 *
 * @see https://www.ecma-international.org/publications-and-standards/standards/ecma-48/
 */
export function readAnsi(text: string): AnsiSpan[] {
  const entries = anser.ansiToJson(text.replace(OTHER_COMMANDS, ''), { use_classes: true, remove_empty: true });
  return entries.map(({ content, fg, decorations }) => {
    // Of the larger palettes nothing is known of how they look on this page.
    const colour = /^ansi-(?:bright-)?(?:black|red|green|yellow|blue|magenta|cyan|white)$/.test(fg) ? [fg] : [];
    return { text: content.replaceAll(ESCAPE, ''), classes: [...colour, ...decorations].join(' ') };
  });
}
