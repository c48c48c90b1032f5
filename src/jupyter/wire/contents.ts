/** Reads the contents of a kernel's messages. One that does not fit is refused: the server is not trusted, and code may write to it. */
import * as v from 'valibot';
import { UntrustedMessageError } from '../../errors.ts';
import { isRaster } from '../../pictures/mediaTypes.ts';
import { type Display, type FileInfo, type MimeBundle, MODEL_OUTPUT_LIMIT, VALUE_LIMIT } from '../../protocol.ts';
import { ERROR_MESSAGE_LIMIT, ERROR_TYPE_LIMIT } from '../../sandbox/limits.ts';
import { withoutColours } from '../../text/terminal.ts';
import { truncate } from '../../text/truncate.ts';

/** Characters of the reason why a message is malformed. */
const MAX_REASON_LENGTH = 300;
/** Characters of a path, and files in one list: Python lists 10,000. */
const MAX_PATH_LENGTH = 64 * 1024;
const MAX_FILES = 100_000;
/** Characters of a traceback: 16 KiB. */
const TRACEBACK_LIMIT = 16 * 1024;
const MAX_TRACEBACK_ENTRIES = 10_000;
const MIME_TYPE = /^[\w.+-]+\/[\w.+-]+$/;
/** The text that figures of matplotlib have beside their picture. */
const FIGURE = /^<Figure size /;

const text = (limit: number) =>
  v.pipe(
    v.string(),
    v.transform((whole) => truncate(whole, limit)),
  );
const stream = v.object({ name: v.picklist(['stdout', 'stderr']), text: v.string() });
const display = v.object({
  data: v.record(v.string(), v.unknown()),
  transient: v.optional(v.object({ display_id: v.optional(v.string()) }), {}),
});
const clearing = v.object({ wait: v.optional(v.boolean(), false) });
const inputRequest = v.object({ prompt: v.fallback(text(MODEL_OUTPUT_LIMIT), '') });
const status = v.object({ execution_state: v.string() });
const kernelInfo = v.object({
  language_info: v.object({ name: v.string(), version: v.pipe(v.string(), v.maxLength(100)) }),
});
const failure = v.object({
  ename: v.fallback(v.string(), 'Error'),
  evalue: v.fallback(v.string(), ''),
  traceback: v.fallback(v.pipe(v.array(v.string()), v.maxLength(MAX_TRACEBACK_ENTRIES)), []),
});
const reply = v.object({ status: v.picklist(['ok', 'error', 'aborted']) });

const expression = v.variant('status', [
  v.object({ status: v.literal('ok'), data: v.record(v.string(), v.unknown()) }),
  v.object({ status: v.literal('error'), ename: v.string(), evalue: v.string() }),
]);
const expressions = v.object({ user_expressions: v.record(v.string(), v.unknown()) });
const answer = v.union([v.object({ error: text(ERROR_MESSAGE_LIMIT) }), v.object({ value: v.unknown() })]);

const isBelow = (path: string) => !path.split('/').some((name) => name === '' || name === '.' || name === '..');
const file = v.object({
  path: v.pipe(v.string(), v.maxLength(MAX_PATH_LENGTH), v.check(isBelow, 'A path leads out of the folder')),
  size: v.pipe(v.number(), v.integer(), v.minValue(0)),
  mimeType: v.fallback(v.pipe(v.string(), v.regex(MIME_TYPE)), 'application/octet-stream'),
});
const files = v.pipe(v.array(file), v.maxLength(MAX_FILES));
const facts = v.object({
  value: v.nullable(v.pipe(v.string(), v.maxLength(VALUE_LIMIT))),
  type: v.nullable(text(ERROR_TYPE_LIMIT)),
  isExit: v.boolean(),
  files,
});

/** Facts about a run, from `end` in `helper.py`. */
export type RunFacts = v.InferOutput<typeof facts>;

export const readStream = reader(stream, 'output');
export const readClearing = reader(clearing, 'an order to clear the output');
export const readInputRequest = reader(inputRequest, 'a question');
export const readStatus = reader(status, 'a status');
export const readKernelInfo = reader(kernelInfo, 'a description of the kernel');
export const readReply = reader(reply, 'a reply');
export const readRunFacts = reader(facts, 'facts about a run');
export const readFiles: (data: unknown) => FileInfo[] = reader(files, 'a list of files');
export const readText = reader(v.string(), 'a text');
export const readBoolean = reader(v.boolean(), 'yes or no');
export const readNothing = reader(v.null(), 'nothing');
export const readUserExpressions = (data: unknown) => readExpressions(data).user_expressions;
export const readExpression = reader(expression, 'the value of an expression');
export const readAnswer = reader(answer, 'an answer');

const readExpressions = reader(expressions, 'values of expressions');
const readFailure = reader(failure, 'an error');
const readDisplayContent = reader(display, 'a display');

/** An exception, with plain texts. */
export function readError(data: unknown): { type: string; message: string; traceback: string } {
  const { ename, evalue, traceback } = readFailure(data);
  const lines = withoutColours(traceback.join('\n'));
  return {
    type: truncate(ename, ERROR_TYPE_LIMIT),
    message: truncate(withoutColours(evalue), ERROR_MESSAGE_LIMIT),
    traceback: `${truncate(lines || `${ename}: ${evalue}`, TRACEBACK_LIMIT)}\n`,
  };
}

export function readDisplay(type: string, data: unknown): Display {
  const { data: forms, transient } = readDisplayContent(data);
  const bundle = textsOf(forms);
  const { display_id: displayId } = transient;
  return { source: sourceOf(type, bundle), data: bundle, ...(displayId !== undefined && { displayId }) };
}

/** Turns the forms of a value into texts, and leaves out those whose names are no MIME types. */
function textsOf(forms: Record<string, unknown>): MimeBundle {
  const entries = Object.entries(forms).flatMap(([name, form]): [string, string][] => {
    const content = typeof form === 'string' ? form : JSON.stringify(form);
    if (!MIME_TYPE.test(name) || content === undefined) return [];
    if (name === 'text/plain') return [[name, truncate(content, MODEL_OUTPUT_LIMIT)]];
    // Some kernels break base64 into lines.
    return [[name, isRaster(name) ? content.replaceAll(/\s+/g, '') : content]];
  });
  const bundle: MimeBundle = Object.fromEntries(entries);
  const { 'text/plain': plain, ...others } = bundle;
  return plain === undefined ? others : { 'text/plain': plain, ...others };
}

function sourceOf(type: string, bundle: MimeBundle): Display['source'] {
  if (type === 'execute_result') return 'result';
  return Object.keys(bundle).some(isRaster) && FIGURE.test(bundle['text/plain'] ?? '') ? 'figure' : 'display';
}

function reader<Output>(schema: v.GenericSchema<unknown, Output>, what: string): (data: unknown) => Output {
  return (data) => {
    const { success, output, issues } = v.safeParse(schema, data, { abortEarly: true });
    if (success) return output;
    const reason = issues[0].message.slice(0, MAX_REASON_LENGTH);
    throw new UntrustedMessageError(`The kernel sent a malformed message instead of ${what}: ${reason}.`);
  };
}
