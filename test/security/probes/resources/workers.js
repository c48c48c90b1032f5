// Workers by the dozen.
// tries: start workers that start workers, and compute with them
// must: find no Worker: what computes is one worker, which ends at its timeout
// refusal: Worker is not defined
const text = "postMessage('started'); for (const end = Date.now() + 300; Date.now() < end; );";
const workers = Array.from({ length: 24 }, () => new Worker(URL.createObjectURL(new Blob([text]))));
await Promise.all(
  workers.map((worker) => new Promise((resolve) => Object.assign(worker, { onmessage: resolve, onerror: resolve }))),
);
for (const worker of workers) worker.terminate();
console.log('escaped: 24 workers compute');
