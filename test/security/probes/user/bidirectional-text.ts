// Text that is read in another order than it runs.
// tries: hide what code does from the user with marks that turn the direction of text ("Trojan Source", CVE-2021-42574)
// must: show the marks in code and output: what is read is what runs
import type { Attack } from '../../attack.ts';
import { answerWithOutput, show } from '../../shownAnswer.ts';

export default async function hide(_attack: Attack): Promise<string> {
  const marks = '\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069';
  const code = `access = "user\u202e \u2066# only for administrators\u2069 \u2066"\n# ${marks}`;
  await using shown = await show(answerWithOutput(`safe.txt\u202egpj.exe ${marks}`, code));
  const left = [...marks].filter((mark) => shown.text.includes(mark));
  if (left.length > 0) return `escaped: ${left.length} marks turn the text`;
  return shown.text.includes('only for administrators') ? 'blocked: the marks are shown' : 'broken: nothing is shown';
}
