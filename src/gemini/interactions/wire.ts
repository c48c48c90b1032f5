import type { Part } from '@google/genai';
import { isJsonObject } from '../../text/parseJson.ts';

/** The methods of `ai.interactions`. The SDK's own types are unions of more kinds of steps and tools than matter here. */
export interface InteractionsApi {
  create(params: CreateParams, options?: RequestOptions): Promise<unknown>;
  get(id: string, params?: GetParams | null, options?: RequestOptions): Promise<unknown>;
  delete(id: string, params?: object | null, options?: RequestOptions): Promise<unknown>;
  cancel(id: string, params?: object | null, options?: RequestOptions): Promise<unknown>;
}

/** Options of a single request. */
export interface RequestOptions {
  signal?: AbortSignal | null;
  maxRetries?: number;
}

/** The parameters of `interactions.create()`. Those that are not named here pass through. */
export interface CreateParams {
  model?: string;
  input?: unknown;
  tools?: Step[];
  stream?: boolean;
  store?: boolean;
  previous_interaction_id?: string;
  generation_config?: Record<string, unknown>;
  system_instruction?: string;
  [field: string]: unknown;
}

interface GetParams {
  stream?: boolean;
}

/** A step on the wire. Fields that the SDK's types lack pass through. */
export interface Step {
  type: string;
  [field: string]: unknown;
}

/** An event of a streamed interaction. */
export interface StepEvent {
  event_type: string;
  index?: number;
  [field: string]: unknown;
}

/** A block of content: text, an image, and so on. */
export interface Block {
  type: string;
  [field: string]: unknown;
}

/** An interaction on the wire; without steps in the event that completes a stream. */
export interface Interaction {
  id?: string;
  status?: string;
  steps?: Step[];
  usage?: Usage;
  model?: string;
  created?: string;
  previous_interaction_id?: string;
  [field: string]: unknown;
}

/** Tokens of an interaction. */
export type Usage = Record<string, unknown>;

/** A step of a response, which is complete when the response is. */
export interface ReceivedStep {
  step: Step;
  /** As the stream began it. */
  start?: Step;
}

/** A part of an answer that comes from a step. */
export interface StepPart extends Part {
  received?: {
    of: ReceivedStep;
    /** The events that brought the part, apart from the start and the end of its step. */
    events: StepEvent[];
  };
}

/** Reads a text that came over the wire, where anything may be. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function blocksOf(value: unknown): Block[] {
  return Array.isArray(value) ? value.filter((block): block is Block => isJsonObject(block) && 'type' in block) : [];
}
