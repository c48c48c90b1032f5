// Loops without end, the last of them of microtasks.
// tries: never let the worker look up
// must: end at the timeout
// status: timeout
// timeout: 500
const again = () => Promise.resolve().then(again);
again();
await new Promise(() => {});
