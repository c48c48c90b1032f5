// A WebTransport.
// tries: open a session over QUIC, whose packets no HTTP server would see; the listener hears UDP as well
// must: not exist, or be refused before a packet is sent
// refusal: WebTransport is not defined|Refused to connect|Opening handshake failed|Failed to connect|Content Security|connection
const session = new WebTransport(OUT.replace('http:', 'https:'));
await session.ready;
console.log('escaped: the session is open');
