// Text for a timer.
// tries: have text run later, by timers that take text
// must: have the policy refuse it: nothing runs
globalThis.ran = false;
try {
  setTimeout('globalThis.ran = true', 0);
  setInterval('globalThis.ran = true', 1);
} catch {}
await new Promise((resolve) => setTimeout(resolve, 100));
console.log(globalThis.ran ? 'escaped: the text ran' : 'blocked: nothing ran');
