// WebAssembly's memory.
// tries: reserve gigabytes for memories of WebAssembly, beside that of the interpreter
// must: meet the browser's limit; the page and the next run go on
const held = [];
try {
  while (held.length < 64) held.push(new WebAssembly.Memory({ initial: 1, maximum: 65_536 }));
  console.log('blocked: they are empty');
} catch (error) {
  console.log(`blocked: ${error.name} after ${held.length}`);
}
held.length = 0;
