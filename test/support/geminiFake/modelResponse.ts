import type { Asked, Mint } from './asked.ts';
import { issueParts } from './checks/issueParts.ts';
import type { Part } from './checks/schema.ts';
import type { ScriptedTurn } from './script/script.ts';
import { estimateUsage, runningUsage } from './usage.ts';

/** One of the answers that the model gives at once. */
interface Candidate {
  index: number;
  parts: Part[];
  /** What its last chunk says of it. */
  ending: object;
}

/** The response to a unary request. */
export function wholeResponse(turn: ScriptedTurn, asked: Asked, mint: Mint): object {
  const candidates = candidatesOf(turn, asked, mint);
  return {
    candidates: candidates.map(({ index, parts, ending }) => ({
      content: contentOf(joinTextDeltas(parts)),
      ...ending,
      index,
    })),
    usageMetadata: usageOf(candidates, turn, asked),
    modelVersion: asked.model.name,
    responseId: mint.id(),
  };
}

/** One part a chunk, the reason on the last: streaming-success-code-execution.txt. */
export function responseChunks(turn: ScriptedTurn, asked: Asked, mint: Mint): object[] {
  const candidates = candidatesOf(turn, asked, mint);
  const [{ parts = [] } = {}] = candidates;
  const whole = usageOf(candidates, turn, asked);
  const responseId = mint.id();
  const count = Math.max(...candidates.map(chunkCount));
  return Array.from({ length: count }, (_, index) => {
    const toolHasRun = parts.slice(0, index).some((part) => part.codeExecutionResult);
    return {
      candidates: candidates.flatMap((candidate) => chunkOf(candidate, index)),
      usageMetadata: runningUsage(whole, (index + 1) / count, toolHasRun),
      modelVersion: asked.model.name,
      responseId,
    };
  });
}

/** What is left of a response when the prompt was blocked (vercel/ai issue-19758). */
export function blockedResponse(promptFeedback: object, turn: ScriptedTurn, asked: Asked, mint: Mint): object {
  const { promptTokenCount, promptTokensDetails } = estimateUsage(asked.request.contents, []);
  const usage = { promptTokenCount, totalTokenCount: promptTokenCount, promptTokensDetails };
  return {
    promptFeedback,
    usageMetadata: turn.usageMetadata ?? usage,
    modelVersion: asked.model.name,
    responseId: mint.id(),
  };
}

function candidatesOf(turn: ScriptedTurn, asked: Asked, mint: Mint): Candidate[] {
  return [turn, ...(turn.moreCandidates ?? [])].map((answer, index) => ({
    index,
    parts: issueParts(answer.parts ?? [], asked, mint),
    ending: endingOf(answer),
  }));
}

function endingOf({ finishReason, finishMessage, continuationToken, candidate }: ScriptedTurn): object {
  const reason =
    finishReason === undefined ? (continuationToken === undefined ? 'STOP' : 'CONTINUATION') : finishReason;
  return {
    ...(reason !== null && { finishReason: reason }),
    ...(finishMessage !== undefined && { finishMessage }),
    ...(continuationToken !== undefined && { continuationToken }),
    ...candidate,
  };
}

function chunkCount({ parts }: Candidate): number {
  return Math.max(parts.length, 1);
}

/** None, where the candidate has ended before. */
function chunkOf(candidate: Candidate, index: number): object[] {
  const { parts, ending } = candidate;
  const last = chunkCount(candidate) - 1;
  if (index > last) return [];
  const content = contentOf(parts.slice(index, index + 1));
  return [{ content, ...(index === last && ending), index: candidate.index }];
}

/** A content without parts has no `parts` either: streaming-success-no-content-parts.txt. */
function contentOf(parts: readonly Part[]): object {
  return parts.length === 0 ? { role: 'model' } : { parts, role: 'model' };
}

function usageOf(candidates: readonly Candidate[], turn: ScriptedTurn, { request }: Asked) {
  return (
    turn.usageMetadata ??
    estimateUsage(
      request.contents,
      candidates.flatMap(({ parts }) => parts),
    )
  );
}

/** A unary response holds whole texts; but a signed part is never glued to another. */
function joinTextDeltas(parts: readonly Part[]): Part[] {
  const joined: Part[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (last && isDelta(last) && isDelta(part) && last.thought === part.thought) {
      joined[joined.length - 1] = { ...last, text: `${last.text}${part.text}` };
    } else {
      joined.push(part);
    }
  }
  return joined;
}

function isDelta(part: Part): boolean {
  return part.text !== undefined && part.thoughtSignature === undefined;
}
