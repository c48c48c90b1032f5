// A channel to the page.
// tries: speak to the page, which listens on a channel whose name is known
// must: not be heard there: channels end at the origin, and workers have none
// refusal: BroadcastChannel is not defined
const channel = new BroadcastChannel('canary-of-the-page');
let heard = 0;
channel.onmessage = () => heard++;
for (let n = 0; n < 20; n++) channel.postMessage('secret');
await new Promise((resolve) => setTimeout(resolve, 300));
channel.close();
console.log(heard === 0 ? 'blocked: nobody answers' : 'escaped: somebody answers');
