// A worker from a data: address.
// tries: start a worker that has an origin of its own, and maybe no policy
// must: find no Worker; the policy lets only blob: start one
// refusal: Worker is not defined|SecurityError|Failed to construct
// control: heard
const source = `fetch(${JSON.stringify(OUT)}, { mode: 'no-cors' }).then(() => postMessage('out'), () => postMessage('in'))`;
const worker = new Worker(`data:text/javascript,${encodeURIComponent(source)}`);
const answer = await new Promise((resolve) => {
  worker.onmessage = ({ data }) => resolve(data);
  worker.onerror = () => resolve('the worker was refused');
});
console.log(answer === 'out' ? 'escaped: the worker has sent it' : `blocked: ${answer}`);
