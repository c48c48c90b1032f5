import type { Part } from '@google/genai';
import { fence } from '../answer/codec/fences.ts';

/** Writes the parts of an answer as the text that a user reads: programs and their output stand between lines of three backticks. */
export class AnswerText {
  #isStartOfLine = true;

  read(parts: readonly Part[]): string {
    return parts.map((part) => this.#readPart(part)).join('');
  }

  #readPart({ text, thought, executableCode: program, codeExecutionResult: result }: Part): string {
    if (program) return this.#block(fence(program.language, program.code ?? ''));
    if (result) return this.#block(fence(undefined, result.output ?? '').replace(/^```\w+/, '```output'));
    if (!text || thought) return '';
    this.#isStartOfLine = text.endsWith('\n');
    return text;
  }

  #block(block: string): string {
    const before = this.#isStartOfLine ? '' : '\n';
    this.#isStartOfLine = true;
    return `${before}${block}\n`;
  }
}
