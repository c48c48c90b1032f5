// Workers five deep.
// tries: lose the policy on the way through workers that start workers
// must: find no Worker; the policy would be inherited all the way down
// refusal: Worker is not defined
// control: heard
const text = (depth) =>
  depth === 0
    ? `fetch(${JSON.stringify(OUT)}, { mode: 'no-cors' }).then(() => postMessage('out'), () => postMessage('in'))`
    : `const inner = new Worker(URL.createObjectURL(new Blob([${JSON.stringify(text(depth - 1))}])));
       inner.onmessage = ({ data }) => postMessage(data); inner.onerror = () => postMessage('no worker')`;
const worker = new Worker(URL.createObjectURL(new Blob([text(4)])));
const answer = await new Promise((resolve) => {
  worker.onmessage = ({ data }) => resolve(data);
  worker.onerror = () => resolve('no worker');
});
worker.terminate();
console.log(answer === 'out' ? 'escaped: the innermost worker has sent it' : `blocked: ${answer}`);
