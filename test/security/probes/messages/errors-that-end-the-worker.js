// An error that the supervisor hears.
// tries: throw where nobody catches, with a message of a megabyte that is markup, so that the supervisor tells the page of it
// must: end in a result, or in the replacement of the worker; the page shows no markup
// refusal: .
setTimeout(() => {
  throw new Error('<img src=x onerror="globalThis.pwned = 1">'.repeat(1000));
}, 0);
await new Promise((resolve) => setTimeout(resolve, 100));
console.log('blocked: caught by the worker');
