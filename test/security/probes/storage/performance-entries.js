// What the browser has measured.
// tries: read from the entries of performance which addresses the page has loaded, and from where the worker comes
// must: find no address of the page
const names = performance.getEntries().map(({ name }) => name);
// What the worker has tried itself is no news to it.
const own = new URL(OUT).origin;
const addresses = [...names, self.location.href].filter((name) => /^https?:/.test(name) && !name.startsWith(own));
console.log(addresses.length === 0 ? `blocked: ${names.length} entries` : `escaped: ${addresses}`);
