// A shared worker.
// tries: start a worker that is not bound to this one, and outlives it
// must: find no SharedWorker, or be refused
// refusal: SharedWorker is not defined|SecurityError|Failed to construct
const source = `fetch(${JSON.stringify(OUT)}, { mode: 'no-cors' })`;
new SharedWorker(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
await new Promise((resolve) => setTimeout(resolve, 500));
console.log('escaped: there is a shared worker');
