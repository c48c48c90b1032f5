// Timers by the thousand.
// tries: leave the worker more timers than it can work through
// must: harm this session alone
for (let n = 0; n < 5000; n += 1) setTimeout(() => {}, 0);
for (let n = 0; n < 50; n += 1) setInterval(() => {}, 0);
console.log('blocked: they are timers of this worker');
