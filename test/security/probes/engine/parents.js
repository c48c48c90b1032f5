// The windows above.
// tries: reach the frame, the page and its opener
// must: find no window of any kind
const found = ['window', 'document', 'parent', 'top', 'opener', 'frames', 'frameElement'].filter(
  (name) => name in globalThis,
);
console.log(found.length === 0 ? 'blocked: no windows' : `escaped: ${found}`);
