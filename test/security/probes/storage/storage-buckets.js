// Buckets of storage.
// tries: list and open the page's buckets, whose files and databases are apart from the usual ones
// must: find none, or be refused
// refusal: undefined|SecurityError|TypeError|not an object
const names = await navigator.storageBuckets.keys();
const bucket = await navigator.storageBuckets.open('canary-of-the-page');
console.log(`escaped: ${names} ${bucket.name}`);
