import type { CallableTool, FunctionCall, Part } from '@google/genai';
import { CodeFunctions } from '../answer/codec/codeFunctions.ts';
import { decodeResult } from '../answer/codec/decode.ts';
import { Answers, encodeResult } from '../answer/codec/encode.ts';
import { outcomeOf } from '../answer/codec/outcome.ts';
import { takesPicturesInResponses } from '../answer/request/modelAbilities.ts';
import type { CodeExecutor } from '../sandbox/codeExecutor.ts';
import { type CodeToolOptions, codeTool } from '../tool/codeTool.ts';

/** Options of {@link pythonTool}. */
export interface PythonToolOptions extends Pick<CodeToolOptions, 'timeout' | 'pictures' | 'beforeRun'> {
  /** The model. From Gemini 3 on it gets the pictures that code makes. Without this option it gets none. */
  model?: string;
  /** Stops the running code. */
  signal?: AbortSignal;
}

/**
 * Makes a tool for the SDK's own automatic function calling: `tools: [pythonTool(sandbox)]`. The model calls `run_python` and gets the
 * result. Answers have no `executableCode`; for that, see {@link withLocalPython}. Its `callTool` rejects with the errors of `Sandbox.run`:
 * code that fails is a result, and no error.
 *
 * @see https://googleapis.github.io/js-genai/release_docs/interfaces/types.CallableTool.html
 * @example
 * ```ts
 * import { GoogleGenAI } from '@google/genai';
 * import { pythonTool, Sandbox } from 'glovebox';
 *
 * const tools = [pythonTool(Sandbox.create(), { model })];
 * const { text } = await new GoogleGenAI({ apiKey }).models.generateContent({ model, contents, config: { tools } });
 * ```
 */
export function pythonTool(
  sandbox: CodeExecutor | Promise<CodeExecutor>,
  options: PythonToolOptions = {},
): CallableTool {
  const { model, signal, ...limits } = options;
  const functions = new CodeFunctions(['PYTHON']);
  const pictures = model !== undefined && takesPicturesInResponses(model) ? 'inside' : 'nowhere';
  const tool = codeTool({ ...limits, sandbox });

  async function answer(call: FunctionCall): Promise<Part[]> {
    // The SDK asks every tool about every call.
    if (!functions.programOf(call)) return [];
    const running = tool.run(call.args, { signal });
    let step = await running.next();
    while (!step.done) step = await running.next();
    const { status, output, images } = step.value;
    const result = { outcome: outcomeOf(status), output };
    const dialect = { protocol: 'functions', functions, signsCalls: false, pictures, circulates: false } as const;
    const answers = new Answers(dialect);
    answers.add(encodeResult(call, decodeResult(call, result).codeExecutionResult));
    for (const inlineData of images) answers.addPicture({ inlineData });
    return answers.content.parts ?? [];
  }

  return {
    tool: async () => ({ functionDeclarations: functions.declarations }),
    callTool: async (calls) => {
      const parts: Part[] = [];
      // One after the other, since they share their variables.
      for (const call of calls) parts.push(...(await answer(call)));
      return parts;
    },
  };
}
