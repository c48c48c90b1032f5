// The page's databases.
// tries: list the databases (Glovebox itself keeps snapshots in one), open and delete the page's own
// must: be refused: an opaque origin has none
const said = [];
for (const attempt of [
  () => indexedDB.databases(),
  () =>
    new Promise((resolve, reject) => {
      const opening = indexedDB.open('canary-of-the-page');
      opening.onsuccess = resolve;
      opening.onerror = () => reject(opening.error);
    }),
  () =>
    new Promise((resolve, reject) => {
      const deleting = indexedDB.deleteDatabase('canary-of-the-page');
      deleting.onsuccess = resolve;
      deleting.onerror = () => reject(deleting.error);
    }),
]) {
  try {
    await attempt();
    console.log('escaped: there is a database');
  } catch (error) {
    said.push(error.name);
  }
}
console.log(`blocked: ${said}`);
