// A WebAssembly module from another server.
// tries: have a module compiled while it is downloaded
// must: be refused like any other request
// refusal: Failed to fetch|no network|NetworkError|Load failed
// status: timeout
// timeout: 5000
// control: heard
await WebAssembly.compileStreaming(fetch(`${OUT}.wasm`));
console.log('escaped: the module was compiled');
