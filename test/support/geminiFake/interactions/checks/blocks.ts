import { responsesMayHaveMedia } from '../../checks/functionResponses.ts';
import { mediaTypesAreSupported } from '../../checks/media.ts';
import { fakeRefusal, firstRefusal, type Verdict } from '../../errors.ts';
import type { AskedInteraction } from '../request/asked.ts';
import type { Block, Step } from '../steps.ts';

/** Checks the media of the input and of function results. */
export function blocksAreSound({ input, model }: AskedInteraction): Verdict {
  const blocks = input.flatMap((step, index) => [
    ...placedBlocks(step.content, `input[${index}].content`),
    ...placedBlocks(resultBlocks(step), `input[${index}].result`),
  ]);
  return firstRefusal([
    ...blocks.map((placed) => () => hasSource(placed) ?? hasSupportedType(placed.block)),
    () => (input.some(hasMediaInResult) ? responsesMayHaveMedia(model) : undefined),
  ]);
}

interface PlacedBlock {
  block: Block;
  place: string;
}

function placedBlocks(blocks: readonly Block[] = [], place: string): PlacedBlock[] {
  return blocks.map((block, index) => ({ block, place: `${place}[${index}]` }));
}

/** Results of the server's own tools are lists, too, but not of blocks. */
function resultBlocks({ type, result }: Step): Block[] {
  return type === 'function_result' && Array.isArray(result) ? result : [];
}

function hasMediaInResult(step: Step): boolean {
  return resultBlocks(step).some((block) => block.type !== 'text');
}

/** The texts for media with both sources, or none, are ours. */
function hasSource({ block: { type, data, uri, mime_type }, place }: PlacedBlock): Verdict {
  if (type === 'text') return undefined;
  if ((data === undefined) === (uri === undefined)) return fakeRefusal(`${place} needs either data or uri`);
  return data !== undefined && mime_type === undefined ? fakeRefusal(`${place} has data, but no mime_type`) : undefined;
}

/** The types that @google/genai 3.1.0 lists beyond those of generateContent. */
const MORE_TYPES = /^image\/(gif|bmp|tiff)$|^application\/(msword|vnd\.(openxmlformats-officedocument|ms-|oasis)\S+)$/;

function hasSupportedType({ mime_type: mimeType }: Block): Verdict {
  if (mimeType === undefined || MORE_TYPES.test(mimeType)) return undefined;
  return mediaTypesAreSupported([{ parts: [{ inlineData: { mimeType } }] }]);
}
