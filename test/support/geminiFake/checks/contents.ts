import { type Content, DATA_FIELDS, type FunctionCall, type FunctionResponse, type Part } from './schema.ts';

export function partsOf(content: Content | undefined): readonly Part[] {
  return content?.parts ?? [];
}

export function functionCallsIn(content: Content | undefined): FunctionCall[] {
  return partsOf(content).flatMap((part) => part.functionCall ?? []);
}

export function functionResponsesIn(content: Content | undefined): FunctionResponse[] {
  return partsOf(content).flatMap((part) => part.functionResponse ?? []);
}

export function isModelTurn(content: Content | undefined): boolean {
  return content?.role === 'model';
}

/** The names of the data that a part holds: one, if the part is sound. */
export function dataFieldsOf(part: Part): string[] {
  return Object.keys(part).filter((name) => DATA_FIELDS.has(name));
}

export interface PlacedPart {
  part: Part;
  content: Content;
  /** As the server's errors name it: `contents[1].parts[0]`. */
  place: string;
}

export function placedParts(contents: readonly Content[]): PlacedPart[] {
  return contents.flatMap((content, index) =>
    partsOf(content).map((part, position) => ({ part, content, place: `contents[${index}].parts[${position}]` })),
  );
}
