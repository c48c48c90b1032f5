/** What to do about an error that comes from running in a worker of a sealed frame, where that is known. */
const NO_NETWORK = 'There is no network in the sandbox: send the data along as a file, or put it in the code.';
export const NO_MODULES =
  'There is no network in the sandbox, and no modules of Node: write what is needed in plain JavaScript.';
const NOT_NODE =
  'This is JavaScript in a browser, not Node: no modules, no processes. Files of the working directory: ' +
  'await files.readText(path), await files.write(path, text).';
const NO_PAGE = 'There is no page in the sandbox: print with console.log.';
const NO_EVAL = 'Code from text cannot be run in the sandbox: write it out.';
const TOO_DEEP = 'Use a loop, or an explicit stack, in the place of recursion.';

/** By the error's name and its message, in the words of Chromium, Firefox and WebKit. */
const RULES: [type: RegExp, message: RegExp, hint: string][] = [
  [/^SyntaxError$/, /^'import' and 'export' may appear only/, NO_MODULES],
  [/^ReferenceError$/, /\b(require|module|exports|process|Buffer|__dirname|__filename|Deno|Bun)\b/, NOT_NODE],
  [/^ReferenceError$/, /\b(window|document|alert|prompt|confirm|localStorage|sessionStorage|HTMLElement)\b/, NO_PAGE],
  [/^(NetworkError|NS_ERROR_CONTENT_BLOCKED)$/, /./, NO_NETWORK],
  [/^TypeError$/, /Failed to fetch|NetworkError|Load failed/, NO_NETWORK],
  [/^EvalError$/, /./, NO_EVAL],
  [/^(RangeError|InternalError)$/, /call stack|recursion/i, TOO_DEEP],
];

export function hintFor(type: string, message: string): string | undefined {
  return RULES.find(([types, messages]) => types.test(type) && messages.test(message))?.[2];
}
