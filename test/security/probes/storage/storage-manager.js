// The storage of the origin.
// tries: learn how much the page keeps, and have it kept for good
// must: be refused, or be told of an origin of its own that keeps nothing
const said = [];
for (const attempt of [
  async () => (await navigator.storage.estimate()).usage,
  async () => navigator.storage.persisted(),
  async () => navigator.storage.persist(),
]) {
  try {
    const answer = await attempt();
    if (answer) console.log(`escaped: ${answer}`);
    said.push(String(answer));
  } catch (error) {
    said.push(error.name);
  }
}
console.log(`blocked: ${said}`);
