import type { Behavior, FunctionDeclaration } from '@google/genai';
import { CodeFunctions, type CodeLanguage } from '../codec/languages.ts';

/** Options of {@link codeExecutionDeclarations}. */
export interface DeclarationOptions {
  /** The languages that the model may use; the same as in {@link LocalPythonOptions.languages} of the page. @default ['PYTHON'] */
  languages?: readonly CodeLanguage[];
  /** Whether the model waits for results. @default what the model does by itself */
  behavior?: `${Behavior}`;
}

/**
 * Declares the functions that stand for code execution, for a server that mints ephemeral tokens: a token fixes the tools of a Live session, so
 * that the page can't replace `codeExecution` in them. The client of {@link withLocalPython} with such a token answers the calls of these
 * functions. Works without a DOM.
 *
 * @see https://ai.google.dev/gemini-api/docs/ephemeral-tokens
 */
export function codeExecutionDeclarations({
  languages = ['PYTHON'],
  behavior,
}: DeclarationOptions = {}): FunctionDeclaration[] {
  return declare(new CodeFunctions(languages), behavior);
}

export function declare(functions: CodeFunctions, behavior: `${Behavior}` | undefined): FunctionDeclaration[] {
  if (behavior === undefined) return functions.declarations;
  // The names of the enum are its values.
  return functions.declarations.map((declaration) => ({ ...declaration, behavior: behavior as Behavior }));
}
