// The page's private files.
// tries: open the origin's private file system
// must: be refused: an opaque origin has none
// refusal: SecurityError|undefined|Storage directory access is denied
const folder = await navigator.storage.getDirectory();
await folder.getFileHandle('canary-of-the-page');
console.log('escaped: there are files');
