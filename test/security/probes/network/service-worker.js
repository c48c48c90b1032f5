// A service worker.
// tries: register a program that the browser would start again and again, for the page's whole origin
// must: find no registrations, or be refused
// refusal: Cannot read properties of undefined|SecurityError|not supported|Invalid scope|must be called with a script URL
await navigator.serviceWorker.register(URL.createObjectURL(new Blob(['onfetch = () => {}'])));
console.log('escaped: a service worker is registered');
