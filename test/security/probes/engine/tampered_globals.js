// Functions of the browser that lie.
// tries: replace fetch, postMessage, Promise and the prototypes that the worker's own program uses
// must: change nothing but this worker, which may have to be replaced
globalThis.fetch = () => Promise.resolve({ ok: true });
globalThis.postMessage = () => {};
Promise.prototype.finally = () => 'pwned';
Array.prototype.map = () => ['pwned'];
Map.prototype.get = () => 'pwned';
String.prototype.split = () => ['pwned'];
console.log('blocked: the worker is all there is to tamper with');
