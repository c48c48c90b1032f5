// The names of the page's databases.
// tries: list the databases, without opening any
// must: be refused, or find none of the page's
// refusal: SecurityError|undefined|InvalidStateError|UnknownError|not an object|can't be
const databases = await indexedDB.databases();
console.log(databases.length === 0 ? 'blocked: there are none' : `escaped: ${databases.map(({ name }) => name)}`);
