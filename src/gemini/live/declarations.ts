import type { Behavior, FunctionDeclaration } from '@google/genai';
import { CodeFunctions } from '../../answer/codec/codeFunctions.ts';
import type { CodeLanguage } from '../../answer/codec/languages.ts';

/** Options of {@link codeExecutionDeclarations}. */
export interface DeclarationOptions {
  /** The languages that the model may use: those of the page's client. @default ['PYTHON'] */
  languages?: readonly CodeLanguage[];
  /** Whether the model waits for results. @default what the model does by itself */
  behavior?: `${Behavior}`;
}

/**
 * Declares the functions that replace `codeExecution`, for a server that mints ephemeral tokens: a token fixes the tools of its Live sessions.
 * A client of {@link withLocalPython} whose key is such a token answers the calls of these functions. Needs no DOM.
 *
 * @see https://ai.google.dev/gemini-api/docs/ephemeral-tokens
 * @example
 * ```ts
 * import { codeExecutionDeclarations } from 'glovebox';
 *
 * const tools = [{ functionDeclarations: codeExecutionDeclarations() }];
 * const token = await client.authTokens.create({
 *   config: { liveConnectConstraints: { model: 'gemini-3.8-live', config: { tools } } },
 * });
 * ```
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
