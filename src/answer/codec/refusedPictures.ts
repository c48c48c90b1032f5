import type { Content } from '@google/genai';
import type { Dialect } from './dialect.ts';

/** Contents for a model, and their dialect. */
interface Encoded {
  contents: Content[];
  dialect: Dialect;
}

/**
 * Moves the pictures of contents that the model refused. Those inside of responses go beside them. Those beside them, which models before
 * Gemini 3 sometimes take and sometimes refuse, are left out.
 *
 * @returns `undefined` if the model did not refuse pictures
 */
export function movePictures({ contents, dialect }: Encoded, error: unknown): Encoded | undefined {
  if (!(error instanceof Error && 'status' in error && error.status === 400)) return undefined;
  const { pictures } = dialect;
  // Any other reason would also apply to the request without pictures.
  if (pictures === 'inside' && !/function_?response/i.test(error.message)) return undefined;
  const move = pictures === 'inside' ? putBeside : leaveOut;
  const moved = contents.map(move);
  if (moved.every((content, index) => content === contents[index])) return undefined;
  return { contents: moved, dialect: { ...dialect, pictures: pictures === 'inside' ? 'beside' : 'nowhere' } };
}

function putBeside(content: Content): Content {
  const inside = content.parts?.flatMap(({ functionResponse }) => functionResponse?.parts ?? []) ?? [];
  if (inside.length === 0) return content;
  const responses = content.parts?.map((part) => {
    if (!part.functionResponse) return part;
    const { parts: _, ...functionResponse } = part.functionResponse;
    return { ...part, functionResponse };
  });
  const beside = inside.flatMap(({ inlineData }) => (inlineData ? { inlineData } : []));
  return { ...content, parts: [...(responses ?? []), ...beside] };
}

function leaveOut(content: Content): Content {
  const { parts = [] } = content;
  const isAnswer = parts.some(({ functionResponse }) => functionResponse);
  if (!isAnswer || !parts.some(({ inlineData }) => inlineData)) return content;
  return { ...content, parts: parts.filter(({ inlineData }) => !inlineData) };
}
