import type { GenerateContentRequest } from './checks/schema.ts';
import type { GeminiModel } from './models.ts';

/** A request that passed the checks. */
export interface Asked {
  request: GenerateContentRequest;
  model: GeminiModel;
  streamed: boolean;
}

/** Makes up the values that only the server knows. */
export interface Mint {
  id(): string;
  signature(): string;
  /** One half of an interaction's id. */
  token(): string;
}
