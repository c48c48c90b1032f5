import { version } from 'virtual:engine-build';

/** The folder of `widget.js` in the package, as CDNs for npm serve it: `…/npm/glovebox@0.1.0/build/cdn/`. */
const ON_CDN = /\/glovebox@[^/]+\/build\/cdn\/$/;

/** Returns the address of `widget.js`. It is read late: a server that imports the elements has no address. */
let scriptUrl: (() => string) | undefined;

/** @param url returns the address of `widget.js`, which has the engine and the demos beside it */
export function setAssetBase(url: () => string): void {
  scriptUrl = url;
}

/** Returns an address relative to `widget.js`. */
export function assetUrl(address: string): URL {
  return new URL(address, new URL('.', scriptUrl?.() ?? document.baseURI));
}

/** Returns the engine's folder: on a CDN for npm, that of the package `pyodide`; elsewhere, the one beside `widget.js`. */
export function engineUrl(): URL {
  const folder = assetUrl('');
  return ON_CDN.test(folder.pathname) ? new URL(`../../../pyodide@${version}/`, folder) : assetUrl('pyodide/');
}
