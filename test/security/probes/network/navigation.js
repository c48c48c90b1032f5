// Going to another page.
// tries: send the worker, the frame or the page to another address with the secret in it
// must: change no address; nothing arrives
const before = location.href;
const ways = [
  () => location.assign(OUT),
  () => {
    location.href = OUT;
  },
  () => globalThis.open(OUT),
  () => {
    parent.location = OUT;
  },
  () => {
    top.location = OUT;
  },
  () => navigation.navigate(OUT),
  () => clients.openWindow(OUT),
];
for (const go of ways) {
  try {
    go();
  } catch {}
}
await new Promise((resolve) => setTimeout(resolve, 200));
console.log(location.href === before ? 'blocked: the address is what it was' : 'escaped: the address has changed');
