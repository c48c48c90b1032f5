/** The end of the path of the package `pyodide` at one version, as CDNs for npm serve it: `…/npm/pyodide@314.0.7/`. */
const PACKAGE_FOLDER = /\/pyodide@[^/]+\/$/;

/**
 * Tells whether a folder is the package `pyodide` on a CDN, by its address. Such a folder has the core of the engine alone: no packages of
 * the page and no frame. It is not the page's own, so that its files have to be those that the build was made with.
 */
export function isPackageFolder(folder: URL): boolean {
  return PACKAGE_FOLDER.test(folder.pathname);
}
