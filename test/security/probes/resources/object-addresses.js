// Addresses of objects.
// tries: register thousands of blobs with the browser, and give none back
// must: harm this session alone
const blob = new Blob(['x'.repeat(1000)]);
for (let n = 0; n < 5000; n += 1) URL.createObjectURL(blob);
console.log('blocked: they go with the worker');
