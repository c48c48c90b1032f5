// A stream of events.
// tries: open an EventSource, which would ask again and again
// must: fail before it is sent
// refusal: SecurityError
// control: heard
const source = new EventSource(OUT);
const state = await new Promise((resolve) => {
  source.onopen = () => resolve('open');
  source.onerror = () => resolve('refused');
});
source.close();
console.log(state === 'refused' ? 'blocked: the stream was refused' : 'escaped: the stream is open');
