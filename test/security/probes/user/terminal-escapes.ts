// Output that commands a terminal.
// tries: clear the screen of who runs `npm run demo`, set the title, put a command on the clipboard (OSC 52), hide a link (OSC 8), go back
// over what was printed, in one piece and split over many
// must: be shown as signs, and command nothing
import { PartPrinter } from '../../../../scripts/partPrinter.ts';
import type { AnswerProgress } from '../../../../src/answer/events.ts';
import type { Attack } from '../../attack.ts';

export default async function command(attack: Attack): Promise<string> {
  const commands = [
    '\x1b[2J',
    '\x1b]0;title\x07',
    '\x1b]52;c;cm0gLXJm\x07',
    '\x1b]8;;http://evil.example\x1b\\',
    '\x9b2J',
    '\r',
    '\b\b',
    '\x00',
    '\x7f',
    '\u202e',
  ];
  const sandbox = await attack.sandbox();
  const { output } = await sandbox.run(`print(${JSON.stringify(commands.join(' '))})`);
  const code = commands.join('');
  const events = [
    ...[...code].map((text) => ({ type: 'text-delta', text })),
    { type: 'code', id: 1, language: 'PYTHON', code },
    { type: 'result', id: 1, outcome: 'OUTCOME_OK', output },
    { type: 'retry', reason: code },
    { type: 'turn-end' },
  ] as AnswerProgress[];
  const written: string[] = [];
  const printer = new PartPrinter('text', (text) => written.push(text));
  for (const event of events) printer.print(event);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  const left = written.join('').match(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g) ?? [];
  return left.length === 0 ? 'blocked: they are shown' : `escaped: ${left.length} control characters are written`;
}
