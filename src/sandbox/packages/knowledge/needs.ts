/** What code needs, as far as the page can tell. Loaded before the first run. */
export { optionalDependencies } from './optionalDependencies.ts';
export { importsStandardAlone } from './standardImports.ts';
