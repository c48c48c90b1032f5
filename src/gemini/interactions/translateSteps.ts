import { CodeFunctions } from '../../answer/codec/codeFunctions.ts';
import type { CodeLanguage } from '../../answer/codec/languages.ts';
import { readCall } from './readInput.ts';
import { type Step, textOf } from './wire.ts';

const OURS = new CodeFunctions(['PYTHON', 'JAVASCRIPT']);

/** Gives the steps of a stored interaction in the server's form: calls of our functions, and their results, are code and its results. */
export function translateSteps(steps: readonly Step[]): Step[] {
  const languages = new Map<unknown, CodeLanguage>();
  return steps.map((step) => {
    if (step.type === 'function_call') {
      const program = OURS.programOf(readCall(step));
      if (program?.code === undefined) return step;
      languages.set(step.id, program.language);
      const { id, signature = '' } = step;
      const args = { language: program.language.toLowerCase(), code: program.code };
      return { id, signature, type: 'code_execution_call', arguments: args };
    }
    const isOurs = languages.has(step.call_id) || OURS.names.includes(textOf(step.name));
    if (step.type !== 'function_result' || !isOurs) return step;
    const { call_id, result, is_error = false } = step;
    return { call_id, signature: '', type: 'code_execution_result', result, is_error };
  });
}
