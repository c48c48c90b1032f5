// A module worker in the worker.
// tries: start a module worker whose static import has the secret in its address
// must: find no Worker; the import would not be fetched
// refusal: Worker is not defined
// control: heard
const source = `import ${JSON.stringify(`${OUT}.mjs`)}; postMessage('out')`;
const address = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
const worker = new Worker(address, { type: 'module' });
const answer = await new Promise((resolve) => {
  worker.onmessage = ({ data }) => resolve(data);
  worker.onerror = () => resolve('the import failed');
});
worker.terminate();
console.log(answer === 'out' ? 'escaped: the module was loaded' : `blocked: ${answer}`);
