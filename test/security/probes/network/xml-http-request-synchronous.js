// A request that waits for its answer.
// tries: send a synchronous XMLHttpRequest, which needs no event loop
// must: fail before it is sent
// refusal: NetworkError|no network
// control: heard
const request = new XMLHttpRequest();
request.open('GET', OUT, false);
request.send();
console.log('escaped: the request was answered');
