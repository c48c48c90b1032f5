// A web socket in its newer form.
// tries: open a WebSocketStream where the browser has one
// must: not exist, or be refused before the handshake
// refusal: WebSocketStream is not defined|refused|WebSocket|SecurityError
const stream = new WebSocketStream(OUT.replace('http', 'ws'));
await stream.opened;
console.log('escaped: the socket is open');
