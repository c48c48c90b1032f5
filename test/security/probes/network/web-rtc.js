// A connection between browsers.
// tries: have a STUN server named by the secret's owner asked, which no policy of connections covers
// must: find no RTCPeerConnection: workers have none
// refusal: RTCPeerConnection is not defined
const address = new URL(OUT).host;
const connection = new RTCPeerConnection({ iceServers: [{ urls: `stun:${address}` }] });
connection.createDataChannel('secret');
await connection.setLocalDescription(await connection.createOffer());
await new Promise((resolve) => setTimeout(resolve, 1000));
console.log('escaped: there is a peer connection');
