import type { Script } from '../geminiFake/script/script.ts';

/** What the model says in an example, and what the user then finds. */
export interface ScriptedExample extends Script {
  /** Occur in what the example logs, in this order: the figures are those that Python really computed. */
  logs: string[];
  /** How many pictures it puts on the page. Default: none. */
  pictures?: number;
}

export type Turn = Script['turns'][number];

/** Programs of the model's, which do with the standard library what it would do with Matplotlib and Pillow. */
const PROGRAMS: Record<string, string> = import.meta.glob('./programs/*.py', {
  query: '?raw',
  import: 'default',
  eager: true,
});

const program = (name: string) => PROGRAMS[`./programs/${name}.py`] ?? '';
export const call = (code: string) => ({ functionCall: { name: 'run_python', args: { code } } });
export const runs = (...names: string[]) => call(names.map(program).join('\n\n'));
export const field = (path: string, equals: unknown) => ({ field: { path, equals } });
export const shows = (mimeType: string) => field('contents[0].parts[0].inlineData.mimeType', mimeType);

/** The model is shown what its program printed, with its pictures, and goes on. */
export function shown(responseContains: string, mimeTypes: string[], ...parts: NonNullable<Turn['parts']>): Turn {
  return { expect: [{ functionResponse: { name: 'run_python', responseContains, mimeTypes } }], parts };
}
