/** An example, as the page shows it. */
export interface Example {
  /** The file's name, without its ending. */
  name: string;
  title: string;
  description: string;
  source: string;
  /** Its path in this repository. */
  path: string;
}

/** The order of the examples, from basic to advanced. Others follow. */
const ORDER = [
  'basic',
  'extractCodeAndResults',
  'errorHandling',
  'streaming',
  'chat',
  'interactions',
  'interactionsStreaming',
  'interactionsConversation',
  'interactionsStateless',
  'interactionsPlot',
  'interactionsZoom',
  'interactionsFunctions',
  'interactionsSearch',
  'openaiResponses',
  'openaiStreaming',
  'openaiCompatible',
  'claude',
  'builtInModel',
  'mcpServer',
  'mcpToolsInPython',
  'aiSdkAgent',
  'aiSdkMiddleware',
  'aiSdkToolsInPython',
  'jupyter',
  'live',
  'liveFunctions',
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

const SOURCES: Record<string, string> = import.meta.glob(
  [
    '../*.ts',
    '../interactions/*.ts',
    '../anthropic/*.ts',
    '../builtInModel/*.ts',
    '../aiSdk/*.ts',
    '../jupyter/*.ts',
    '../mcp/*.ts',
    '../openai/*.ts',
    '!../**/apiKey.ts',
  ],
  {
    query: '?raw',
    import: 'default',
    eager: true,
  },
);

/** The examples in the folder above. The comment on the first line of each has its title and its description. */
export const EXAMPLES: Example[] = Object.entries(SOURCES)
  .map(([path, source]) => readExample(path, source))
  .sort((one, other) => placeOf(one) - placeOf(other));

function readExample(path: string, source: string): Example {
  const name = /(\w+)\.ts$/.exec(path)?.[1] ?? '';
  const [, title = name, description = ''] = /^\/\*\* (.+?): (.+) \*\//.exec(source) ?? [];
  return {
    name,
    title,
    description: description.charAt(0).toUpperCase() + description.slice(1),
    source,
    path: path.replace('..', 'examples'),
  };
}

function placeOf({ name }: Example): number {
  const place = ORDER.indexOf(name);
  return place < 0 ? ORDER.length : place;
}
