/** Whether the browser has all of this page, so that it and its demos work without a network. */
export function isPageKept(): boolean {
  const worker = globalThis.navigator?.serviceWorker?.controller?.scriptURL;
  return worker !== undefined && worker === new URL('serviceWorker.js', document.baseURI).href;
}
