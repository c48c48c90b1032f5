import { firstRefusal, invalidArgument, type Verdict } from '../errors.ts';
import { placedParts } from './contents.ts';
import type { Content } from './schema.ts';

/** ai.google.dev, "Supported file types" of images and of documents. Every kind of text, audio and video is taken. */
const SUPPORTED = [
  /^image\/(png|jpeg|webp|heic|heif)$/,
  /^application\/(pdf|json|xml|rtf|x-javascript|x-typescript|x-python-code)$/,
  /^(text|audio|video)\/./,
];

/** gemini-cli #3054 (SVG), MaiBot #1435 (GIF), python-genai #829 (office files), obsidian-smart-connections #1238 (image/jpg) */
export function mediaTypesAreSupported(contents: readonly Content[]): Verdict {
  const types = placedParts(contents).map(({ part }) => (part.inlineData ?? part.fileData)?.mimeType);
  return firstRefusal(
    types.map((type) => () => {
      if (type === undefined || SUPPORTED.some((supported) => supported.test(type))) return undefined;
      return invalidArgument(`Unsupported MIME type: ${type}`);
    }),
  );
}
