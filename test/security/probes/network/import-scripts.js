// A script from another server.
// tries: load a script into the worker with importScripts, with a secret in its address
// must: be refused by the policy; nothing arrives
// refusal: NetworkError|no network|failed to load
// control: heard
globalThis.importScripts(`${OUT}.js`);
console.log('escaped: the script was loaded');
