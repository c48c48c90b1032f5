// The address of a source map.
// tries: have the browser fetch the source map that a script names, after an error in it
// must: send nothing
const source = `globalThis.failing = () => { throw new Error('look at my map') }\n//# sourceMappingURL=${OUT}.map`;
globalThis.importScripts(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
try {
  globalThis.failing();
} catch (error) {
  console.log(error.stack.includes('look at my map') ? 'blocked: an error, and no map' : 'blocked: no map');
}
