// A request by XMLHttpRequest.
// tries: send a secret in the body of an asynchronous request
// must: fail before it is sent
// control: heard
const request = new XMLHttpRequest();
request.open('POST', OUT);
const ended = await new Promise((resolve) => {
  request.onload = () => resolve('load');
  request.onerror = () => resolve('error');
  request.send('secret');
});
console.log(ended === 'error' ? 'blocked: the request failed' : 'escaped: the request was answered');
