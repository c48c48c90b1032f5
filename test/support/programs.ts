/** A section of a file in test/programs, whose README has the format. */
export interface Program {
  title: string;
  /** The distributions that it needs. */
  packages: string[];
  /** Writes the files that it reads. */
  prepare: string;
  code: string;
  /** What it prints. */
  output: string;
  /** What it shows besides, and the files that it writes. */
  shown: string[];
}

/** Reads the programs of a file. */
export function readPrograms(text: string): Program[] {
  const [head = '', ...sections] = text.split(/^## /m);
  return sections.map((section) => ({
    title: section.slice(0, section.indexOf('\n')),
    packages: /^With (.*)\.$/m.exec(section)?.[1]?.split(', ') ?? [],
    prepare: block(head, 'python input'),
    code: block(section, 'python'),
    output: block(section, 'text'),
    shown: [...section.slice(section.lastIndexOf('```')).matchAll(/^- (.*)$/gm)].map(([, item = '']) => item),
  }));
}

function block(text: string, kind: string): string {
  return new RegExp(`^\`\`\`${kind}\\n(.*?)^\`\`\`$`, 'ms').exec(text)?.[1] ?? '';
}
