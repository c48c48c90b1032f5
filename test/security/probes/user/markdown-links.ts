// Links in the model's words.
// tries: run a script, or hand the page over to the one that is opened, by a link that the user clicks; hide where it leads
// must: lead only to http, https and mail, apart from the page, and say where
import type { Attack } from '../../attack.ts';
import { show } from '../../shownAnswer.ts';

export default async function click(attack: Attack): Promise<string> {
  const addresses = [
    'javascript:pwned=1',
    'java\tscript:pwned=1',
    'JaVaScRiPt:pwned=1',
    'data:text/html,x',
    'vbscript:x',
    'blob:x',
    'file:///etc/passwd',
    '&#106;avascript:pwned=1',
    attack.out,
  ];
  const text = addresses
    .flatMap((address) => [
      `[the docs](<${address}>)`,
      `<a href="${address}" ping="${attack.out}" onclick="pwned=1" target="_self">the docs</a>`,
    ])
    .join('\n\n');
  await using shown = await show([{ type: 'text-delta', text }]);
  const links = shown.elements.filter(
    (each) => each.hasAttribute('href') || each.hasAttribute('ping') || each.hasAttribute('onclick'),
  );
  const bad = links.filter((each) => {
    const { href, ping, rel, target, title } = each as HTMLAnchorElement;
    return (
      !/^https?:|^mailto:/.test(href) ||
      ping !== '' ||
      !/noopener/.test(rel) ||
      target !== '_blank' ||
      title === '' ||
      each.hasAttribute('onclick')
    );
  });
  return bad.length === 0 && links.length > 0
    ? `blocked: ${links.length} links, all of them plain`
    : `escaped: ${bad[0]?.outerHTML}`;
}
