import type { Part } from '../checks/schema.ts';
import { failure } from '../failures.ts';
import type { ScriptedTurn } from '../script/script.ts';
import { estimateUsage } from '../usage.ts';
import type { Setup } from './messages.ts';
import type { LiveModel } from './models.ts';

/** What the server sends for one turn. */
export interface LiveAnswer {
  messages: object[];
  /** What comes after the messages; nothing if the session goes on. */
  ending?: { close: { code: number; reason: string } } | 'break';
}

/** A twentieth of a second of silence, as the models speak: 24 kHz, 16 bits. */
const AUDIO = { mimeType: 'audio/pcm;rate=24000', data: Buffer.alloc(2400).toString('base64') };

export function answerOf(turn: ScriptedTurn, setup: Setup, model: LiveModel, callId: () => string): LiveAnswer {
  if (turn.reset) return { messages: [], ending: 'break' };
  if (turn.hang) return { messages: [] };
  const error = turn.failure ? failure(turn.failure, model.name, turn.retryDelay ?? '30s') : turn.error;
  // The server tells of its errors in the same way.
  if (error) return { messages: [], ending: { close: { code: 1011, reason: error.message } } };
  const messages = turn.messages ?? messagesOf(turn, setup, callId);
  if (turn.cut !== undefined) return { messages: messages.slice(0, turn.cut), ending: 'break' };
  const { close } = turn;
  return { messages, ...(close && { ending: { close: { code: close.code, reason: close.reason ?? '' } } }) };
}

/** The parts as messages. A turn that ends with calls is complete only after their answers. */
function messagesOf({ parts = [], usageMetadata }: ScriptedTurn, setup: Setup, callId: () => string): object[] {
  const said = parts.filter(({ functionCall }) => !functionCall).flatMap((part) => messagesFor(part, setup));
  const calls = parts.flatMap(({ functionCall }) => functionCall ?? []);
  const functionCalls = calls.map(({ name, args = {}, id = callId() }) => ({ name, args, id }));
  const usage = usageMetadata ?? liveUsage(parts);
  if (calls.length > 0) return [...said, { toolCall: { functionCalls }, usageMetadata: usage }];
  return [
    ...said,
    { serverContent: { generationComplete: true } },
    { serverContent: { turnComplete: true }, usageMetadata: usage },
  ];
}

function messagesFor(part: Part, setup: Setup): object[] {
  const isSpoken = setup.generationConfig?.responseModalities?.[0] !== 'TEXT';
  if (part.text === undefined || part.thought || !isSpoken) return [modelTurn(part)];
  const transcription = { serverContent: { outputTranscription: { text: part.text } } };
  return [modelTurn({ inlineData: AUDIO }), ...(setup.outputAudioTranscription ? [transcription] : [])];
}

function modelTurn(part: Part): object {
  return { serverContent: { modelTurn: { parts: [part] } } };
}

function liveUsage(parts: readonly Part[]): object {
  const { candidatesTokenCount, promptTokenCount, totalTokenCount } = estimateUsage('', parts);
  return { promptTokenCount, responseTokenCount: candidatesTokenCount, totalTokenCount };
}
