// Loops without end, the last of them of microtasks.
// tries: never let the worker look up
// must: end at the deadline
// outcome: OUTCOME_DEADLINE_EXCEEDED
// deadline: 500
const again = () => Promise.resolve().then(again);
again();
await new Promise(() => {});
