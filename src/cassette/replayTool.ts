import type { CallableTool, FunctionCall, Part } from '@google/genai';
import { firstDifference } from './difference.ts';
import type { RecordedTool } from './format.ts';

/** Makes a tool that answers with the recorded results, and refuses other arguments. */
export function replayTool({ name, description, parameters, answers }: RecordedTool): CallableTool {
  const respond = ({ id, args = {} }: FunctionCall): Part => {
    const answer = answers.find((each) => firstDifference(each.args, args) === undefined);
    const response = answer
      ? { output: answer.output }
      : { error: `${name} has no recorded result for ${JSON.stringify(args)}.` };
    return { functionResponse: { ...(id !== undefined && { id }), name, response } };
  };
  return {
    tool: async () => ({ functionDeclarations: [{ name, description, parametersJsonSchema: parameters }] }),
    callTool: async (calls) => calls.map(respond),
  };
}
