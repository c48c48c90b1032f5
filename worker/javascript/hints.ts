/** Hints about errors that code throws because it runs in a worker of the sealed frame. */
const NO_NETWORK = 'There is no network in the sandbox: send the data along as a file, or put it in the code.';
export const NO_MODULES =
  'There is no network in the sandbox, and there are no Node modules: write the code in plain JavaScript.';
const NOT_NODE =
  'This is JavaScript in a browser, not Node: no modules, no processes. To use files of the working directory: ' +
  'await files.readText(path), await files.write(path, text).';
const NO_PAGE = 'There is no page in the sandbox: print with console.log.';
const NO_EVAL = 'The sandbox cannot run code from a string: write the code out.';
const TOO_DEEP = 'Use a loop or an explicit stack instead of recursion.';

/** Matched by the error's name and message, as Chromium, Firefox and WebKit word them. */
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
