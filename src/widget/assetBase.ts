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
