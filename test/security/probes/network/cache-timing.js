// What the cache tells.
// tries: find out what the user has visited from what is in the browser's cache, by asking for it and timing the answer
// must: get neither answers nor timings
const page = OUT.replace(/\/attack\/.*/, '');
const asked = await Promise.allSettled([
  fetch(page, { cache: 'only-if-cached', mode: 'same-origin' }),
  fetch(page, { cache: 'force-cache', mode: 'no-cors' }),
]);
const answered = asked.filter(({ status }) => status === 'fulfilled').length;
const timed = performance
  .getEntriesByType('resource')
  .filter(({ responseEnd, name }) => responseEnd > 0 && name === page);
console.log(answered + timed.length === 0 ? 'blocked: no answers, no timings' : `escaped: ${answered} answers`);
