import * as v from 'valibot';
import {
  blob,
  bool,
  ContentSchema,
  functionResponse,
  int64,
  liveGenerationConfig,
  message,
  protoType,
  repeated,
  safetySetting,
  string,
  struct,
  tool,
} from '../checks/schema.ts';
import { violationOf } from '../checks/violations.ts';
import { closing, type Refusal } from './refusals.ts';

/** The messages of a client in a Live session: every field that @google/genai 3.1.0 can send in Gemini API mode, and no other. */

const setup = message('BidiGenerateContentSetup', {
  model: string,
  generationConfig: liveGenerationConfig,
  systemInstruction: ContentSchema,
  tools: repeated(protoType('Tool'), tool),
  sessionResumption: message('SessionResumptionConfig', { handle: string }),
  contextWindowCompression: message('ContextWindowCompressionConfig', { triggerTokens: int64, slidingWindow: struct }),
  realtimeInputConfig: struct,
  inputAudioTranscription: struct,
  outputAudioTranscription: struct,
  proactivity: struct,
  avatarConfig: struct,
  safetySettings: repeated(protoType('SafetySetting'), safetySetting),
  labels: v.record(v.string(), string, protoType('BidiGenerateContentSetup.LabelsEntry')),
});

const clientContent = message('BidiGenerateContentClientContent', {
  turns: repeated(protoType('Content'), ContentSchema),
  turnComplete: bool,
});

const realtimeInput = message('BidiGenerateContentRealtimeInput', {
  mediaChunks: repeated(protoType('Blob'), blob),
  audio: blob,
  video: blob,
  text: string,
  activityStart: struct,
  activityEnd: struct,
  audioStreamEnd: bool,
});

const toolResponse = message('BidiGenerateContentToolResponse', {
  functionResponses: repeated(protoType('FunctionResponse'), functionResponse),
});

const ClientMessageSchema = message('BidiGenerateContentClientMessage', {
  setup,
  clientContent,
  realtimeInput,
  toolResponse,
});

export type ClientMessage = v.InferOutput<typeof ClientMessageSchema>;
export type Setup = v.InferOutput<typeof setup>;
export type ClientContent = v.InferOutput<typeof clientContent>;
export type RealtimeInput = v.InferOutput<typeof realtimeInput>;
export type ToolResponse = v.InferOutput<typeof toolResponse>;

/** Reads what a client sent. The texts of refusals are those of generateContent, in the code that the server closes with. */
export function parseMessage(body: unknown): { message: ClientMessage } | Refusal {
  if (typeof body === 'string') return closing(1007, 'Invalid JSON payload received. Unexpected token.');
  const result = v.safeParse(ClientMessageSchema, body);
  if (!result.success) return closing(1007, result.issues.map((issue) => violationOf(issue).description).join('\n'));
  const message = result.output;
  return Object.keys(message).length === 1 ? { message } : closing(1007, 'fake: a message has exactly one field');
}
