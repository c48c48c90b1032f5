/**
 * What is changed in the text of Pyodide's factory before it runs. Pyodide has no options for these. Where the text is another one, they
 * do nothing: snapshots with libraries are refused then.
 */
const CHANGES: [from: string, to: string][] = [
  // The place of a library in memory can be said beforehand (snapshot/libraries.ts).
  [
    'getMemory=size=>{',
    'getMemory=size=>{if(Module.recordedMemoryBases?.length)return Module.recordedMemoryBases.shift();',
  ],
  // In an interpreter that can be captured, JavaScript's globals are proxies that remember how they were reached. As Pyodide has them,
  // getters and setters are called on the proxy and refuse it, as in `js.navigator` and `js.performance`.
  ['Reflect.get(...arguments),', 'Reflect.get(arguments[0],arguments[1]),'],
  [
    'apply(r,n,o){return n=n?.[',
    'set(target,key,value){return Reflect.set(target,key,value)},apply(r,n,o){return n=n?.[',
  ],
  // Each function of JavaScript that WebAssembly may call takes a module of its own, hundreds of them, though those of one signature are
  // the same.
  [
    'var module=new WebAssembly.Module(bytes);',
    'var module=(convertJsFunctionToWasm.modules??={})[sig]??=new WebAssembly.Module(bytes);',
  ],
];

/** How the module ends that is one function. */
const EXPORT = 'export default _createPyodideModule;';

export function adaptFactory(text: string): string {
  return compiledAtOnce(CHANGES.reduce((changed, [from, to]) => changed.replace(from, () => to), text));
}

/**
 * Puts the one function that all of the text is in parentheses. Browsers parse such a function once, when the script is loaded; another
 * they parse twice, since they take it for one that may never be called.
 *
 * @see https://v8.dev/blog/preparser#pife
 */
function compiledAtOnce(text: string): string {
  const end = text.lastIndexOf(EXPORT);
  if (!text.startsWith('async function _createPyodideModule(') || end < 0) return text;
  return `const _createPyodideModule=(${text.slice(0, end)});${text.slice(end)}`;
}
