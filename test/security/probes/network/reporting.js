// Reports of the browser.
// tries: have the browser itself send reports of violations to an address that code names
// must: send none: what is reported stays in the worker
// refusal: Worker is not defined
const source = `addEventListener('securitypolicyviolation', () => {}); fetch(${JSON.stringify(OUT)}).catch(() => postMessage('in'))`;
const type = `text/javascript; report-to=${OUT}`;
const worker = new Worker(URL.createObjectURL(new Blob([source], { type })));
const answer = await new Promise((resolve) => {
  worker.onmessage = ({ data }) => resolve(data);
  worker.onerror = () => resolve('no worker');
});
worker.terminate();
console.log(`blocked: ${answer}`);
