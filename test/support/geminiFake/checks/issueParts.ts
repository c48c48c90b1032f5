import type { Asked, Mint } from '../asked.ts';
import { isGemini3OrLater } from '../models.ts';
import type { Part } from './schema.ts';

/**
 * What the server adds to the model's parts. Gemini 3: an id on every call, a signature on the first functionCall of the turn and on
 * every toolCall and toolResponse (ai.google.dev, tool-combination), and on code that the server runs and the last text after it (vercel/ai
 * google-code-execution-multiple-results). What the script gives is kept.
 */
export function issueParts(parts: readonly Part[], { model, request }: Asked, mint: Mint): Part[] {
  if (!isGemini3OrLater(model)) return [...parts];
  const firstCall = parts.findIndex((part) => part.functionCall);
  const runsCode = request.tools?.some((tool) => tool.codeExecution) ?? false;
  const hasRun = runsCode && parts.some((part) => part.executableCode);
  const lastText = hasRun ? parts.findLastIndex((part) => part.text) : -1;
  let toolCallId: string | undefined;
  return parts.map((part, index) => {
    const { functionCall, toolCall, toolResponse } = part;
    if (functionCall) {
      const issued = { ...part, functionCall: { ...functionCall, id: functionCall.id ?? mint.id() } };
      return index === firstCall ? signed(issued, mint) : issued;
    }
    if (toolCall) {
      toolCallId = toolCall.id ?? mint.id();
      return signed({ ...part, toolCall: { ...toolCall, id: toolCallId } }, mint);
    }
    if (toolResponse) {
      return signed(
        { ...part, toolResponse: { ...toolResponse, id: toolResponse.id ?? toolCallId ?? mint.id() } },
        mint,
      );
    }
    return (runsCode && part.executableCode) || index === lastText ? signed(part, mint) : part;
  });
}

function signed(part: Part, mint: Mint): Part {
  return { ...part, thoughtSignature: part.thoughtSignature ?? mint.signature() };
}
