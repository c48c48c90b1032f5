import { parseRequest } from './checks/rules.ts';
import { unknownName } from './checks/unknownFields.ts';
import { badRequest, fakeRefusal, type RpcStatus } from './errors.ts';
import { jsonReply, type Reply } from './reply.ts';
import { tokensIn } from './usage.ts';

/**
 * Counts the tokens of contents, or of a whole request. Vertex AI takes the fields of a request beside the contents.
 *
 * @see https://ai.google.dev/api/tokens
 */
export function countTokens(body: unknown, isVertex: boolean): Reply | RpcStatus {
  if (isVertex) return count(body);
  const { contents = [], generateContentRequest, ...others } = Object(body);
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) return badRequest([unknownName(unknown, '')]);
  if (!generateContentRequest) return count({ contents });
  if (contents.length > 0)
    return fakeRefusal('tokens are counted of contents or of a generateContentRequest, not of both');
  const { model, ...request } = generateContentRequest;
  if (!String(model).startsWith('models/')) return fakeRefusal('a generateContentRequest names its model');
  return count(request);
}

function count(request: unknown): Reply | RpcStatus {
  const parsed = parseRequest(request);
  return 'refusal' in parsed ? parsed.refusal : jsonReply({ totalTokens: tokensIn(parsed.request) });
}
