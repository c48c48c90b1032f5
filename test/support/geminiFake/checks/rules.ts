import * as v from 'valibot';
import type { Behaviors } from '../behaviors.ts';
import { badRequest, firstRefusal, invalidArgument, type RpcStatus, type Verdict } from '../errors.ts';
import type { GeminiModel } from '../models.ts';
import { functionPartsAreSound } from './functionResponses.ts';
import { callsAreAsIssued } from './issuedCalls.ts';
import { mediaTypesAreSupported } from './media.ts';
import { siblingsAreAllowed } from './mediaBesideResponses.ts';
import { type GenerateContentRequest, GenerateContentRequestSchema, type Part } from './schema.ts';
import { serverToolPartsComeBack, serverToolsAreSound } from './serverTools.ts';
import {
  contentsAreSpecified,
  partsAreInTheRightTurn,
  partsAreNotEmpty,
  partsHaveOneData,
  rolesAreValid,
} from './shape.ts';
import { callsAreSigned, signaturesAreAuthentic } from './signatures.ts';
import { thinkingIsSound } from './thinking.ts';
import { toolsAreSound } from './tools.ts';
import { endsOnUserTurn, responsesMatchCalls, turnsAreInOrder } from './turns.ts';
import { fieldsAreKnown } from './unknownFields.ts';
import { violationOf } from './violations.ts';

export type ParsedRequest = { request: GenerateContentRequest } | { refusal: RpcStatus };

/**
 * Step 1 of the server: JSON to proto. A body that is not JSON arrives here as its text.
 *
 * @param unknownFields which the version of the API does not know
 */
export function parseRequest(body: unknown, unknownFields: readonly string[] = []): ParsedRequest {
  if (typeof body === 'string') return { refusal: invalidArgument('Invalid JSON payload received. Unexpected token.') };
  const result = v.safeParse(GenerateContentRequestSchema, body);
  if (!result.success) return { refusal: badRequest(result.issues.map(violationOf)) };
  const refusal = fieldsAreKnown(result.output, unknownFields);
  return refusal ? { refusal } : { request: result.output };
}

/** What a request is held against. */
export interface Circumstances {
  model: GeminiModel;
  behaviors: Behaviors;
  /** The parts that this server has sent in the conversation, answer by answer. */
  issuedTurns: readonly (readonly Part[])[];
}

/** Step 2: what the proto must say. */
export function checkRequest(request: GenerateContentRequest, circumstances: Circumstances): Verdict {
  const { model, behaviors, issuedTurns } = circumstances;
  const contents = request.contents ?? [];
  const issued = issuedTurns.flat();
  return firstRefusal([
    () => contentsAreSpecified(contents),
    () => rolesAreValid(contents),
    () => partsAreNotEmpty(contents),
    () => partsHaveOneData(contents),
    () => partsAreInTheRightTurn(contents),
    () => mediaTypesAreSupported(contents),
    () => functionPartsAreSound(contents, model),
    () => thinkingIsSound(request, model),
    () => toolsAreSound(request, model),
    () => serverToolsAreSound(request, model, behaviors),
    () => turnsAreInOrder(contents),
    () => endsOnUserTurn(contents),
    () => siblingsAreAllowed(contents, model, behaviors),
    () => (behaviors.mismatchedResponses === 'empty' ? undefined : responsesMatchCalls(contents)),
    () => callsAreSigned(contents, model),
    () => signaturesAreAuthentic(contents, issued),
    () => callsAreAsIssued(contents, issued, model),
    () => serverToolPartsComeBack(request, issuedTurns),
  ]);
}
