import type { FileInfo, RunStatus } from '../protocol.ts';
import { isJsonObject } from '../text/parseJson.ts';
import { contentOf } from '../tool/declaration.ts';

/** The output of a call, as tool results and the parts of messages have it. Code made all of it: don't trust it. */
export interface CodeToolOutput {
  /** `'running'` in the preliminary outputs; then how the run ended, or that `beforeRun` refused the program. */
  status: 'running' | RunStatus | 'refused';
  /** The output for the model; while the program runs, the end of what it has printed so far. */
  output: string;
  /** The pictures for the model, in base64: PNG, JPEG or WebP. */
  images: { mediaType: string; data: string }[];
  /** The files that the run created or changed. */
  files: FileInfo[];
}

/** A piece of the model's copy of an output. Version 7 of the AI SDK has files in place of the pictures of version 6. */
export type ModelOutputPart<Sdk extends 6 | 7> =
  | { type: 'text'; text: string }
  | (Sdk extends 6
      ? { type: 'image-data'; mediaType: string; data: string }
      : { type: 'file'; mediaType: string; data: { type: 'data'; data: string } });

/** The model's copy of an output. */
export interface ModelOutput<Sdk extends 6 | 7> {
  type: 'content';
  value: ModelOutputPart<Sdk>[];
}

export const OUTPUT_SCHEMA = {
  type: 'object',
  properties: {
    status: { type: 'string', enum: ['running', 'ok', 'error', 'timeout', 'refused'] },
    output: { type: 'string' },
    images: {
      type: 'array',
      items: {
        type: 'object',
        properties: { mediaType: { type: 'string' }, data: { type: 'string' } },
        required: ['mediaType', 'data'],
      },
    },
    files: { type: 'array', items: { type: 'object' } },
  },
  required: ['status', 'output', 'images', 'files'],
} as const;

const STATUSES: readonly unknown[] = OUTPUT_SCHEMA.properties.status.enum;

/** Says what is wrong with an output: it comes from a browser, or out of a stored conversation. */
export function problemWithOutput(value: unknown): string | undefined {
  if (!isJsonObject(value)) return 'The output is no object.';
  const { status, output, images, files } = value;
  if (!STATUSES.includes(status)) return 'The output has no known status.';
  if (typeof output !== 'string') return 'The output has no text.';
  if (!Array.isArray(images) || !images.every(isImage)) return 'The output has no list of pictures.';
  return Array.isArray(files) ? undefined : 'The output has no list of files.';
}

/** Makes the model's copy of an output. */
export function modelOutputOf<Sdk extends 6 | 7>(given: unknown, sdk: Sdk): ModelOutput<Sdk> {
  const problem = problemWithOutput(given);
  if (problem !== undefined) return { type: 'content', value: [{ type: 'text', text: problem }] };
  const { status, output, images } = given as CodeToolOutput;
  // A chat that was stopped keeps the latest preliminary output.
  const text = status === 'running' ? `${output}\nThis code was stopped before it ended.` : output;
  const shown = images.map(({ mediaType: mimeType, data }) => ({ mimeType, data }));
  const parts = contentOf({ output: text, images: shown }).map((part) => {
    if (part.type === 'text') return part;
    const { mimeType: mediaType, data } = part;
    return sdk === 6
      ? { type: 'image-data', mediaType, data }
      : { type: 'file', mediaType, data: { type: 'data', data } };
  });
  return { type: 'content', value: parts as ModelOutputPart<Sdk>[] };
}

function isImage(image: unknown): boolean {
  return isJsonObject(image) && /^image\/[\w.+-]+$/.test(String(image.mediaType)) && typeof image.data === 'string';
}
