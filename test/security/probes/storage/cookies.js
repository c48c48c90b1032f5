// The page's cookies.
// tries: read them from a document, and from the cookie store
// must: find neither
const said = [];
try {
  said.push(document.cookie);
} catch {}
try {
  said.push((await cookieStore.getAll()).map(({ name }) => name).join());
} catch {}
console.log(said.join('') === '' ? 'blocked: no cookies' : `escaped: ${said}`);
