// Loops without end, the last of them of microtasks.
// tries: never let the worker look up
// must: end at the timeout
// outcome: OUTCOME_DEADLINE_EXCEEDED
// timeout: 500
const again = () => Promise.resolve().then(again);
again();
await new Promise(() => {});
