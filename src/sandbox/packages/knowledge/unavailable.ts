import { PackageError } from '../packageError.ts';
import { GEMINI_LIBRARIES } from './geminiLibraries.ts';

const libraryWith = (module: string) => GEMINI_LIBRARIES.find(({ imports }) => imports.includes(module));

/** Gives the error for a module that is known not to exist for the browser, so that no source is asked. */
export function whyUnavailable(module: string): PackageError | undefined {
  const library = libraryWith(module);
  if (library?.from !== 'unavailable') return undefined;
  return new PackageError(library.name, `${library.name} does not exist for the browser: ${library.reason}`);
}

/** Gives the error for a module that no source has a package for. */
export function notFound(module: string): PackageError {
  const library = libraryWith(module);
  const onPyPi = library?.from === 'pypi' ? ' It is on PyPI, which the page has to allow (`packages: "pypi"`).' : '';
  return new PackageError(
    module,
    `There is no package with a module ${module} where this page looks for them.${onPyPi}`,
  );
}
