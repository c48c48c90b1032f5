import type { CallableTool, FunctionCall, Part } from '@google/genai';
import { firstDifference } from './difference.ts';
import type { RecordedTool } from './format.ts';

/** Makes a tool that gives what the recorded one gave, and refuses what that was not asked. */
export function replayTool({ name, description, parameters, answers }: RecordedTool): CallableTool {
  const respond = ({ id, args = {} }: FunctionCall): Part => {
    const answer = answers.find((each) => firstDifference(each.args, args) === undefined);
    const response = answer
      ? { output: answer.output }
      : { error: `${name} knows nothing of ${JSON.stringify(args)}.` };
    return { functionResponse: { ...(id !== undefined && { id }), name, response } };
  };
  return {
    tool: async () => ({ functionDeclarations: [{ name, description, parametersJsonSchema: parameters }] }),
    callTool: async (calls) => calls.map(respond),
  };
}
