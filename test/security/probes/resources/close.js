// The end of the worker by its own hand.
// tries: close the worker while the page waits for its answer
// must: end the run at its deadline; another worker goes on
// refusal: .
// outcome: OUTCOME_DEADLINE_EXCEEDED
// deadline: 1000
self.close();
await new Promise(() => {});
