import { type Block, blocksOf, type Step, textOf } from './wire.ts';

/** The fields that the SDK adds to an interaction, by its own rules: it does not export the function that does. */
export interface Outputs {
  output_text?: string;
  output_image?: Block;
  output_audio?: Block;
  output_video?: Block;
}

/** @see https://ai.google.dev/gemini-api/docs/interactions */
export function outputsOf(steps: readonly Step[]): Outputs {
  const begins = steps.findLastIndex(({ type }) => type === 'user_input') + 1;
  const own = steps.slice(begins);
  const blocks = own.filter(({ type }) => type === 'model_output').flatMap(({ content }) => blocksOf(content));
  const text = lastText(own);
  const outputs: Outputs = text === '' ? {} : { output_text: text };
  for (const type of ['image', 'audio', 'video'] as const) {
    const last = blocks.findLast((block) => block.type === type);
    if (last) outputs[`output_${type}`] = last;
  }
  return outputs;
}

/** The last run of text blocks, which thoughts do not interrupt. */
function lastText(steps: readonly Step[]): string {
  const texts: string[] = [];
  for (const { type, content } of steps.filter((step) => step.type !== 'thought').toReversed()) {
    if (type !== 'model_output') {
      if (texts.length > 0) break;
      continue;
    }
    for (const block of blocksOf(content).toReversed()) {
      if (block.type === 'text') texts.unshift(textOf(block.text));
      else if (texts.length > 0) return texts.join('');
    }
  }
  return texts.join('');
}
