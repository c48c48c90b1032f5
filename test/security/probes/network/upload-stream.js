// An upload that streams.
// tries: send a secret in the body of a request, piece by piece
// must: be refused by the policy of the frame; nothing arrives
// refusal: Failed to fetch|NetworkError|Load failed|no network|not supported|duplex|ReadableStream|Request
// status: timeout
// timeout: 5000
const body = new Blob(['secret']).stream();
await fetch(OUT, { method: 'POST', body, duplex: 'half' });
console.log('escaped: the request was sent');
