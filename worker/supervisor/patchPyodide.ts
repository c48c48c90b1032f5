/**
 * Changes to the text of Pyodide's factory, for which Pyodide has no options. In another text they do nothing: then snapshots with libraries
 * are refused.
 */
const CHANGES: [from: string, to: string][] = [
  // In an interpreter that can be captured, JavaScript's globals are proxies that remember how they were reached. As Pyodide has them,
  // getters and setters are called on the proxy and refuse it, as in `js.navigator` and `js.performance`.
  ['Reflect.get(...arguments),', 'Reflect.get(arguments[0],arguments[1]),'],
  [
    'apply(r,n,o){return n=n?.[',
    'set(target,key,value){return Reflect.set(target,key,value)},apply(r,n,o){return n=n?.[',
  ],
  // Pyodide makes a module for each JavaScript function that WebAssembly may call: one for each signature is enough.
  [
    'var module=new WebAssembly.Module(bytes);',
    'var module=(convertJsFunctionToWasm.modules??={})[sig]??=new WebAssembly.Module(bytes);',
  ],
  // The bytes of a library's file stay in Python's memory, for threads that load it later. There are none.
  // https://github.com/emscripten-core/emscripten/blob/main/system/lib/libc/dynlink.c `load_library_done`
  [
    'var libData=HEAP8.slice(data,data+dataSize);',
    'var libData=HEAP8.slice(data,data+dataSize);HEAP8.fill(0,data,data+dataSize);_free(data);HEAPU32.fill(0,(handle+28)>>>2,(handle+36)>>>2);',
  ],
  // A call that can be suspended first waits for a turn of the event loop, and so does each step of a task in it.
  ['await new Promise(d=>API.scheduleCallback(d,0));', 'await 0;'],
];

/** For the libraries of a snapshot (snapshot/libraries.ts). One without the other would do harm. */
const FOR_LIBRARIES: typeof CHANGES = [
  // Lets it choose a library's place in memory.
  [
    'getMemory=size=>{',
    'getMemory=size=>{if(Module.recordedMemoryBases?.length)return Module.recordedMemoryBases.shift();',
  ],
  // Its memory has what their constructors have done.
  [
    'var init=moduleExports["__wasm_call_ctors"];',
    'var init=!Module.recordedMemoryBases&&moduleExports["__wasm_call_ctors"];',
  ],
];

/** The beginning and the end of a factory that is one function. */
const FUNCTION = 'async function _createPyodideModule(';
const EXPORT = 'export default _createPyodideModule;';

/** Gives the changed text in parts. */
export function patchFactory(bytes: ArrayBuffer): BlobPart[] {
  const text = new TextDecoder().decode(bytes);
  // Unchanged parts are not encoded again, if each character is a byte.
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
  return [...CHANGES, ...togetherOrNot(FOR_LIBRARIES, text), ...compileAtOnce(text)]
    .map(([from, to]) => ({ at: text.indexOf(from), from, to }))
    .filter(({ at }) => at >= 0)
    .toSorted((a, b) => a.at - b.at);
}

function togetherOrNot(changes: typeof CHANGES, text: string): typeof CHANGES {
  return changes.every(([from]) => text.includes(from)) ? changes : [];
}

/**
 * Puts the function in parentheses. Browsers then parse it once, when the script is loaded, and otherwise twice, because it might never be
 * called.
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
