// A worker in the worker.
// tries: start a worker from text, which has untouched globals, and send the request from there
// must: find no Worker; one that there was would inherit the policy
// refusal: Worker is not defined
// control: heard
const source = `fetch(${JSON.stringify(OUT)}, { mode: 'no-cors' }).then(() => postMessage('out'), () => postMessage('in'))`;
const worker = new Worker(URL.createObjectURL(new Blob([source])));
const answer = await new Promise((resolve) => {
  worker.onmessage = ({ data }) => resolve(data);
  worker.onerror = () => resolve('no worker');
});
worker.terminate();
console.log(answer === 'out' ? 'escaped: the worker in the worker has sent it' : `blocked: ${answer}`);
