/** Tells where `widget.js` is. Only pages ask: on a server, which may import the elements, too, there is no address. */
let scriptUrl: (() => string) | undefined;

/** @param url gives the address of `widget.js`, with the engine and the demos beside it */
export function setAssetBase(url: () => string): void {
  scriptUrl = url;
}

/** An address beside `widget.js`. */
export function assetUrl(address: string): URL {
  return new URL(address, new URL('.', scriptUrl?.() ?? document.baseURI));
}
