// An error that is markup.
// tries: raise an exception whose name and message are markup, and have the page draw them where it says what went wrong
// must: be shown as text
import type { Attack } from '../../attack.ts';
import { answerWithOutput, show } from '../../shownAnswer.ts';

export default async function draw(attack: Attack): Promise<string> {
  const sandbox = await attack.sandbox();
  const markup = `<img src='${attack.out}' onerror='pwned=1'>`;
  const code = `raise type(${JSON.stringify(markup)}, (Exception,), {})(${JSON.stringify(markup)})`;
  const { output, error } = await sandbox.run(code);
  if (!error?.message.includes(markup)) return 'broken: there is no such error';
  await using shown = await show(answerWithOutput(output, code));
  const drawn = shown.elements.filter(({ localName }) => localName === 'img');
  return drawn.length === 0 && shown.text.includes(markup) ? 'blocked: it is shown as text' : 'escaped: it is drawn';
}
