// A request object that was made before it is sent.
// tries: hand a `Request` with credentials to fetch, and follow a redirection
// must: be refused like any other request
// refusal: Failed to fetch|NetworkError|Load failed|no network
// status: timeout
// timeout: 5000
// control: heard
await fetch(new Request(OUT, { mode: 'no-cors', credentials: 'include', redirect: 'follow' }));
console.log('escaped: the request was sent');
