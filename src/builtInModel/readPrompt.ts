import type { Content, Part } from '@google/genai';
import { filePart } from '../answer/request/filePart.ts';
import { InvalidOptionError } from '../errors.ts';
import type { Message, MessageContent, Prompt } from './languageModel.ts';

/** Reads a prompt of an application as contents for the loop. Pictures become PNG files, which code can read too. */
export async function readPrompt(prompt: Prompt): Promise<Content[]> {
  if (typeof prompt === 'string') return [{ role: 'user', parts: [{ text: prompt }] }];
  return Promise.all(prompt.map(readMessage));
}

async function readMessage({ role, content, prefix }: Message): Promise<Content> {
  if (role === 'system')
    throw new DOMException('A system prompt belongs into `initialPrompts` of create().', 'NotSupportedError');
  if (prefix)
    throw new InvalidOptionError(
      "A message with `prefix` can't be continued here, because the answer may begin with code.",
    );
  const contents = typeof content === 'string' ? [{ type: 'text' as const, value: content }] : content;
  return { role: role === 'assistant' ? 'model' : 'user', parts: await Promise.all(contents.map(readContent)) };
}

async function readContent({ type, value }: MessageContent): Promise<Part> {
  if (type === 'text' && typeof value === 'string') return { text: value };
  if (type === 'image') return filePart(await asPng(value));
  throw new InvalidOptionError(`A prompt takes text and images here, not ${type} with ${typeof value}.`);
}

/** @throws InvalidOptionError, DOMException if it is no picture, or one of another origin */
async function asPng(value: unknown): Promise<Blob> {
  if (value instanceof Blob && value.type === 'image/png') return value;
  const source = ArrayBuffer.isView(value) || value instanceof ArrayBuffer ? new Blob([value as BlobPart]) : value;
  const bitmap = await createImageBitmap(source as ImageBitmapSource);
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
  return canvas.convertToBlob({ type: 'image/png' });
}

/** Splits the prompts that a session begins with. @throws DOMException if a system prompt is not the first */
export async function readInitialPrompts(
  prompts: readonly Message[] = [],
): Promise<{ instruction: string; contents: Content[] }> {
  const [first] = prompts;
  if (first?.role !== 'system') return { instruction: '', contents: await readPrompt([...prompts]) };
  const { content } = first;
  const instruction =
    typeof content === 'string'
      ? content
      : content.map(({ value }) => (typeof value === 'string' ? value : '')).join('\n');
  return { instruction, contents: await readPrompt(prompts.slice(1)) };
}
