/** The folder that `widget.js` came from, with the engine and the demos beside it. */
let home = '';

/** @param scriptUrl where `widget.js` is */
export function setHome(scriptUrl: string): void {
  home = new URL('.', scriptUrl).href;
}

/** An address beside `widget.js`. */
export function atHome(address: string): URL {
  return new URL(address, home || document.baseURI);
}
