import { mediaTypesAreSupported } from '../../checks/media.ts';
import { fakeRefusal, firstRefusal, type Verdict } from '../../errors.ts';
import type { Block, Step } from '../steps.ts';

/** Media of the input and of function results. */
export function blocksAreSound(input: readonly Step[]): Verdict {
  const blocks = input.flatMap((step, index) => [
    ...placed(step.content, `input[${index}].content`),
    ...placed(Array.isArray(step.result) ? step.result : [], `input[${index}].result`),
  ]);
  return firstRefusal(
    blocks.map(
      ({ block, place }) =>
        () =>
          hasSource(block, place) ?? hasSupportedType(block),
    ),
  );
}

function placed(blocks: readonly Block[] = [], place: string): { block: Block; place: string }[] {
  return blocks.map((block, index) => ({ block, place: `${place}[${index}]` }));
}

/** "data or uri" of each type of media; what the server says to neither or both is not on record. */
function hasSource({ type, data, uri, mime_type }: Block, place: string): Verdict {
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
