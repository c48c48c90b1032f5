import type { Script } from '../geminiFake/script/script.ts';

/** Turns of the scripts. */
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
