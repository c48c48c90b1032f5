// @ts-check
import { importedAs } from './withOverview.mjs';

/** In their order of importance: what several export is described where it comes first, and linked from the others. */
const ENTRIES = [
  'sandbox',
  'index',
  'tool',
  'openai',
  'anthropic',
  'built-in-model',
  'ai-sdk',
  'ai-sdk/definition',
  'mcp',
  'jupyter',
  'react',
  'widget',
  'markdown-it',
  'remark',
];

/** @type {Partial<import('typedoc').TypeDocOptions> & Partial<import('typedoc-plugin-markdown').PluginOptions>} */
export default {
  name: 'API reference',
  entryPoints: [...ENTRIES.map((entry) => `../../src/entries/${entry}.ts`), '../../src/vite/glovebox.ts'],
  sortEntryPoints: false,
  tsconfig: 'tsconfig.json',
  plugin: [
    'typedoc-plugin-markdown',
    './headingRouter.mjs',
    './withoutInherited.mjs',
    './withExamples.mjs',
    './withOverview.mjs',
  ],
  out: '../api',
  router: 'heading',
  readme: 'none',
  disableSources: true,
  excludeExternals: true,
  excludeInternal: true,
  excludePrivate: true,
  excludeProtected: true,
  // custom-elements.json has these.
  excludeTags: ['@tag', '@slot', '@fires', '@csspart', '@cssprop', '@nocollapse'],
  hideGenerator: true,
  hidePageHeader: true,
  hideBreadcrumbs: true,
  pageTitleTemplates: { module: ({ name }) => importedAs(name) },
  useCodeBlocks: true,
  parametersFormat: 'table',
  interfacePropertiesFormat: 'list',
  skipErrorChecking: true,
  logLevel: 'Error',
  groupOrder: ['Functions', 'Classes', 'Interfaces', 'Type Aliases', 'Variables', 'References'],
  expandObjects: true,
  // As they stand on a page, by which GitHub numbers headings of one name.
  sort: ['kind', 'source-order'],
  kindSortOrder: ['Function', 'Class', 'Interface', 'TypeAlias', 'Variable', 'Accessor', 'Method', 'Property'],
};
