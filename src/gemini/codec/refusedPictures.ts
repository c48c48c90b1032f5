import type { Content } from '@google/genai';
import type { Dialect } from './dialect.ts';

/** What is sent to a model, and how. */
interface Sent {
  contents: Content[];
  dialect: Dialect;
}

/**
 * What to send instead to a model that has refused its pictures: those inside of responses go beside them; those beside them, which models
 * before Gemini 3 take at times, and refuse at others, go nowhere.
 *
 * @returns `undefined` where pictures cannot be what was refused
 */
export function movePictures({ contents, dialect }: Sent, error: unknown): Sent | undefined {
  if (!(error instanceof Error && 'status' in error && error.status === 400)) return undefined;
  const { pictures } = dialect;
  // What else is refused in a request with pictures is refused without them, too.
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
