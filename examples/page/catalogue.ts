/** One of the examples, as the page shows it. */
export interface Example {
  /** Of its file, without the ending. */
  name: string;
  title: string;
  description: string;
  source: string;
}

/** From the first thing to know to the last. What is not named here comes after. */
const ORDER = [
  'basic',
  'extractCodeAndResults',
  'errorHandling',
  'streaming',
  'chat',
  'picturesIn',
  'zoomAndCount',
  'fileInPlotOut',
  'barChart',
  'functionDeclarations',
  'search',
  'loanAmortisation',
  'dataAnalysis',
  'reportGenerator',
];

const SOURCES: Record<string, string> = import.meta.glob(['../*.ts', '!../apiKey.ts'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** The examples beside this folder. The comment on the first line of each says what it is called and what it does. */
export const EXAMPLES: Example[] = Object.entries(SOURCES)
  .map(([path, source]) => readExample(/(\w+)\.ts$/.exec(path)?.[1] ?? '', source))
  .sort((one, other) => placeOf(one) - placeOf(other));

function readExample(name: string, source: string): Example {
  const [, title = name, description = ''] = /^\/\*\* (.+?): (.+) \*\//.exec(source) ?? [];
  return { name, title, description: description.charAt(0).toUpperCase() + description.slice(1), source };
}

function placeOf({ name }: Example): number {
  const place = ORDER.indexOf(name);
  return place < 0 ? ORDER.length : place;
}
