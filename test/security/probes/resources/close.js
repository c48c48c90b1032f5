// The end of the worker by its own hand.
// tries: close the worker while the page waits for its answer
// must: end the run at once; another worker goes on
// refusal: WorkerDiedError: .*closed its worker
self.close();
await new Promise(() => {});
