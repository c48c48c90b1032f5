// The page's local and session storage.
// tries: read and write both, where chat pages keep their tokens
// must: find neither
// refusal: localStorage is not defined
localStorage.setItem('canary-of-the-page', sessionStorage.length);
console.log('escaped: there is a storage');
