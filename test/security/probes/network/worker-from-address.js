// A worker from another server.
// tries: have the browser fetch the program of a worker from there
// must: find no Worker, or be refused before the request
// refusal: Worker is not defined|SecurityError|Failed to construct
const worker = new Worker(`${OUT}.js`);
const answer = await new Promise((resolve) => {
  worker.onmessage = () => resolve('running');
  worker.onerror = () => resolve('the worker was refused');
});
console.log(answer === 'running' ? 'escaped: the worker runs' : `blocked: ${answer}`);
