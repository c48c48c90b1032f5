import type { TaskMeta } from 'vitest';

/** What came of a probe in one browser and one kind of page. */
export type Finding = NonNullable<TaskMeta['probe']> & { where: string; passed: boolean };

/** In this order, each as a heading. */
const FAMILIES: Record<string, string> = {
  network: 'Ways out to the network',
  storage: "The page's storage and credentials",
  messages: 'The host through messages',
  engine: 'The engine from inside',
  'next-session': 'The next session',
  user: 'The user',
  resources: 'Resources',
};
const INTRODUCTION = `# What hostile code tries, and what comes of it

Written by \`npm run test:security\`, which runs every probe in \`test/security/probes/\` in the browsers that the machine has, in a plain
page and in a cross-origin-isolated one. JavaScript runs twice: as a run of JavaScript, and in Python's worker, by \`import js\`. After each probe, a
server that listens for whatever gets out must have heard nothing, the page's globals, storage and elements must be what they were, the
result must be well-formed, and the sandbox must answer again. Those with a ✔ under *control* are heard by that server when the same code
runs in a worker that is not sealed.
`;

/** The document with one table for each family. */
export function tableOf(findings: Finding[]): string {
  const sections = Object.entries(FAMILIES).map(([family, heading]) =>
    section(
      heading,
      findings.filter((finding) => finding.family === family),
    ),
  );
  const probes = new Set(findings.map(keyOf)).size;
  const failed = findings.filter(({ passed }) => !passed).length;
  const sum = `${probes} probes, ${findings.length} runs of them, ${failed === 0 ? 'none got through' : `${failed} FAILED`}.`;
  const places = unique(findings.map(({ where }) => `- ${where}`)).join('\n');
  return [INTRODUCTION, `${sum} They ran in\n\n${places}\n`, ...sections].join('\n');
}

/** Earlier findings, without those of the families that were looked at again. */
export function withoutThoseOf(earlier: readonly Finding[], found: readonly Finding[]): Finding[] {
  const families = new Set(found.map(({ family }) => family));
  return earlier.filter(({ family }) => !families.has(family));
}

const keyOf = ({ family, name, title }: Finding) => `${family}/${name}/${title}`;

function section(heading: string, findings: Finding[]): string {
  const rows = [...new Set(findings.map(keyOf))].map((key) => row(findings.filter((each) => keyOf(each) === key)));
  const head = '| probe | it tries to | it must | what happened | by way of | control |\n|---|---|---|---|---|---|';
  return `## ${heading}\n\n${[head, ...rows].join('\n')}\n`;
}

function row(findings: Finding[]): string {
  const [first] = findings;
  if (!first) return '';
  const { name, title, tries, must, control } = first;
  const happened = findings.flatMap(({ verdicts }) =>
    verdicts.map(([, { escaped, what }]) => `${escaped ? '**ESCAPED**' : 'blocked'}: ${withoutRun(what)}`),
  );
  const ways = findings.flatMap(({ verdicts }) => verdicts.map(([way]) => way));
  const failures = findings.filter(({ passed }) => !passed).map(({ where }) => `FAILED in ${where}`);
  const cells = [
    `\`${name}\`: ${title}`,
    tries,
    must,
    unique(happened).join('; '),
    [unique(ways).join(', '), ...failures].join('; '),
    control ? '✔' : '',
  ];
  return `| ${cells.map(escapeCell).join(' | ')} |`;
}

/** Without what differs from one run to the next. */
function withoutRun(what: string): string {
  return what
    .replaceAll(/blob:null\/[\w-]+/g, 'blob:…')
    .replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, 'http://listener')
    .slice(0, 120);
}

const unique = (texts: string[]) => [...new Set(texts)];
const escapeCell = (text: string) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll(/\s+/g, ' ');
