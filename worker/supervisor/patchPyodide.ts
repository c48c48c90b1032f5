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

/** How the module begins and ends that is one function. */
const FUNCTION = 'async function _createPyodideModule(';
const EXPORT = 'export default _createPyodideModule;';

/** Gives the changed text in parts. */
export function patchFactory(bytes: ArrayBuffer): BlobPart[] {
  const text = new TextDecoder().decode(bytes);
  // Most of it is left as it is: where characters are bytes, it need not be made into bytes again.
  const part = (start: number, end?: number) =>
    text.length === bytes.byteLength ? new Uint8Array(bytes).subarray(start, end) : text.slice(start, end);
  const parts: BlobPart[] = [];
  let end = 0;
  for (const { at, from, to } of changesOf(text)) {
    parts.push(part(end, at), to);
    end = at + from.length;
  }
  return [...parts, part(end)];
}

/** In the order of the text. */
function changesOf(text: string): { at: number; from: string; to: string }[] {
  return [...CHANGES, ...compileAtOnce(text)]
    .map(([from, to]) => ({ at: text.indexOf(from), from, to }))
    .filter(({ at }) => at >= 0)
    .toSorted((a, b) => a.at - b.at);
}

/**
 * Puts the one function that all of the text is in parentheses. Browsers parse such a function once, when the script is loaded; another
 * they parse twice, since they take it for one that may never be called.
 *
 * @see https://v8.dev/blog/preparser#pife
 */
function compileAtOnce(text: string): typeof CHANGES {
  if (!text.startsWith(FUNCTION) || !text.includes(EXPORT)) return [];
  return [
    [FUNCTION, `const _createPyodideModule=(${FUNCTION}`],
    [EXPORT, `);${EXPORT}`],
  ];
}
