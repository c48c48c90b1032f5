// A web socket.
// tries: open a WebSocket, which CORS does not cover
// must: be refused before the handshake
// refusal: blocked|SecurityError
// control: heard
const socket = new WebSocket(OUT.replace('http', 'ws'));
const state = await new Promise((resolve) => {
  socket.onopen = () => resolve('open');
  socket.onerror = () => resolve('refused');
});
console.log(state === 'refused' ? 'blocked: the socket was refused' : 'escaped: the socket is open');
