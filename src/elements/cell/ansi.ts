import anser from 'anser';
import { ESCAPE } from '../../text/terminal.ts';

/** Text in one style. */
export interface AnsiSpan {
  text: string;
  /** Class names such as `ansi-red` or `bold`, or the empty string. */
  classes: string;
}

/** Terminal commands other than colours, such as window titles or links. They are removed. */
const OTHER_COMMANDS = new RegExp(
  `${ESCAPE}(?:\\][^\\x07${ESCAPE}]*(?:\\x07|${ESCAPE}\\\\|$)|[()][0-9A-Z]|[=>78cDEHM])`,
  'g',
);

/**
 * Splits a text by its terminal colours and styles (SGR). Other commands are removed.
 *
 * @see https://www.ecma-international.org/publications-and-standards/standards/ecma-48/
 */
export function readAnsi(text: string): AnsiSpan[] {
  const entries = anser.ansiToJson(text.replace(OTHER_COMMANDS, ''), { use_classes: true, remove_empty: true });
  return entries.map(({ content, fg, decorations }) => {
    // Colours of larger palettes may be unreadable on this page.
    const colour = /^ansi-(?:bright-)?(?:black|red|green|yellow|blue|magenta|cyan|white)$/.test(fg) ? [fg] : [];
    return { text: content.replaceAll(ESCAPE, ''), classes: [...colour, ...decorations].join(' ') };
  });
}
