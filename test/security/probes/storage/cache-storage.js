// The page's caches.
// tries: read what the page has cached, put something into it, and have an address fetched
// must: be refused: an opaque origin has none
// refusal: SecurityError|caches is not defined|undefined|Cache storage
const names = await caches.keys();
const own = await caches.open('canary-of-the-page');
await own.add(OUT);
console.log(`escaped: ${names}`);
