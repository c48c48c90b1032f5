// The page's locks.
// tries: list the locks that the page holds, and steal one
// must: be refused, or find none of them
const said = [];
try {
  const { held } = await navigator.locks.query();
  if (held.some(({ name }) => name === 'canary-of-the-page')) console.log('escaped: it sees the lock of the page');
  await navigator.locks.request('canary-of-the-page', { steal: true }, () => said.push('a lock of its own'));
} catch (error) {
  said.push(error.name);
}
console.log(`blocked: ${said}`);
