import type { Part } from '@google/genai';
import { executableCode } from '../../answer/codec/decode.ts';
import { OUTCOME_FAILED, OUTCOME_OK } from '../../answer/codec/enums.ts';
import { isJsonObject } from '../../text/parseJson.ts';
import { type Block, blocksOf, textOf } from '../wire.ts';

/** The names of Anthropic's code execution in calls: Python, and since its version of August 2025 a shell and an editor. */
const CALLS = ['code_execution', 'bash_code_execution', 'text_editor_code_execution'];

/** Whether a block is a call of Anthropic's own code execution, or its result. */
export function isServersCode({ type, name }: Block): boolean {
  if (type === 'server_tool_use') return CALLS.includes(textOf(name));
  return CALLS.some((call) => type === `${call}_tool_result`);
}

/** Reads such a block. Commands of the shell and of the editor are given as they are. */
export function readServersCode({ type, input, content }: Block): Part {
  if (type !== 'server_tool_use') return readResult(content);
  const { code, command, ...rest } = isJsonObject(input) ? input : {};
  const shown = code ?? (Object.keys(rest).length > 0 ? JSON.stringify(input) : command);
  return executableCode({ language: 'PYTHON', code: textOf(shown) });
}

/** Reads the result of a run, whatever its tool: an error, what was printed, or the fields of an editor's result. */
export function readResult(content: unknown): { codeExecutionResult: NonNullable<Part['codeExecutionResult']> } {
  if (!isJsonObject(content)) return { codeExecutionResult: { outcome: OUTCOME_FAILED, output: '' } };
  const { type, error_code: error, stdout, stderr, return_code: code } = content;
  if (error !== undefined) return { codeExecutionResult: { outcome: OUTCOME_FAILED, output: `${textOf(error)}\n` } };
  if (typeof stdout !== 'string' && typeof stderr !== 'string') {
    const output = type === 'encrypted_code_execution_result' ? '' : JSON.stringify(content);
    return { codeExecutionResult: { outcome: OUTCOME_OK, output } };
  }
  // After a success the model did not get what was written to stderr.
  if (code === 0) return { codeExecutionResult: { outcome: OUTCOME_OK, output: textOf(stdout) } };
  return { codeExecutionResult: { outcome: OUTCOME_FAILED, output: textOf(stdout) + textOf(stderr) } };
}

/** The ids of the files that a run made. */
export function filesOf(content: unknown): string[] {
  if (!isJsonObject(content)) return [];
  return blocksOf(content.content).flatMap(({ file_id: id }) => (typeof id === 'string' ? [id] : []));
}
