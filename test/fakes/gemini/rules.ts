import * as v from 'valibot';
import { badRequest, firstRefusal, invalidArgument, type RpcStatus, type Verdict } from './errors.ts';
import { functionPartsAreSound } from './functionResponses.ts';
import { callsAreAsIssued } from './issuedCalls.ts';
import type { GeminiModel } from './models.ts';
import { type GenerateContentRequest, GenerateContentRequestSchema, type Part } from './schema.ts';
import {
  contentsAreSpecified,
  partsAreInTheRightTurn,
  partsAreNotEmpty,
  partsHaveOneData,
  rolesAreValid,
} from './shape.ts';
import { callsAreSigned, signaturesAreAuthentic } from './signatures.ts';
import { thinkingIsSetOnce, toolsAreSound } from './tools.ts';
import { endsOnUserTurn, turnsAreInOrder } from './turns.ts';
import { violationOf } from './violations.ts';

export type ParsedRequest = { request: GenerateContentRequest } | { refusal: RpcStatus };

/** Step 1 of the server: JSON to proto. A body that is not JSON arrives here as its text. */
export function parseRequest(body: unknown): ParsedRequest {
  if (typeof body === 'string') return { refusal: invalidArgument('Invalid JSON payload received. Unexpected token.') };
  const result = v.safeParse(GenerateContentRequestSchema, body);
  return result.success ? { request: result.output } : { refusal: badRequest(result.issues.map(violationOf)) };
}

/** Step 2: what the proto must say. `issued` is every part this server has sent in the conversation. */
export function checkRequest(request: GenerateContentRequest, model: GeminiModel, issued: readonly Part[]): Verdict {
  const contents = request.contents ?? [];
  return firstRefusal([
    () => contentsAreSpecified(contents),
    () => rolesAreValid(contents),
    () => partsAreNotEmpty(contents),
    () => partsHaveOneData(contents),
    () => partsAreInTheRightTurn(contents),
    () => functionPartsAreSound(contents, model),
    () => thinkingIsSetOnce(request),
    () => toolsAreSound(request, model),
    () => turnsAreInOrder(contents),
    () => endsOnUserTurn(contents),
    () => callsAreSigned(contents, model),
    () => signaturesAreAuthentic(contents, issued),
    () => callsAreAsIssued(contents, issued, model),
  ]);
}
