/** The tool apart from what runs code: a server, which has no DOM, can load this. */
import { type CodeLanguage, describeFunction } from '../answer/codec/languages.ts';
import type { Reach } from '../sandbox/codeExecutor.ts';

/** A piece of the model's copy of a result. */
export type CodeToolContent = { type: 'text'; text: string } | { type: 'image'; mimeType: string; data: string };

/** The part of a result that the model gets. */
interface ShownResult {
  output: string;
  /** In base64. */
  images: readonly { mimeType: string; data: string }[];
}

/** The JSON schema of the tool's input. */
export const CODE_PARAMETERS = {
  type: 'object',
  properties: { code: { type: 'string', description: 'A complete program.' } },
  required: ['code'],
  additionalProperties: false,
} as const;

/** Some APIs refuse an empty text. */
const NO_OUTPUT = '(no output)';

/** Tells the model what the tool does. */
export function describeCodeTool(language: CodeLanguage, reach: Reach = []): string {
  const place = reach === 'all' ? 'It runs in a Jupyter kernel on a server.' : "It runs in the user's browser.";
  return (
    `${describeFunction(language, reach)} ${place} Files are read and written in the working directory. ` +
    'Pictures that are plotted, displayed or saved are shown. If a run fails, correct the code and run it again.'
  );
}

/**
 * Gives the model's copy of a result: its output, then its pictures.
 *
 * @example
 * ```ts
 * import { Sandbox } from 'glovebox/sandbox';
 * import { codeTool, contentOf } from 'glovebox/tool';
 *
 * const running = codeTool({ sandbox: Sandbox.create() }).run({ code: 'print(6 * 7)' });
 * let step = await running.next();
 * while (!step.done) step = await running.next();
 * contentOf(step.value); // [{ type: 'text', text: '42\n' }]
 * ```
 */
export function contentOf({ output, images }: ShownResult): CodeToolContent[] {
  const text = output === '' ? NO_OUTPUT : output;
  return [{ type: 'text', text }, ...images.map((image) => ({ type: 'image' as const, ...image }))];
}
