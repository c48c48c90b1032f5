import type { Outcome } from '../src/answer/codec/outcome.ts';
import type { AnswerProgress } from '../src/answer/events.ts';
import { forTerminal } from '../src/text/controlCharacters.ts';

export type PrintFormat = 'text' | 'json';

/**
 * Writes the parts of answers to a terminal as they arrive, each under its field name in the API. Control characters that a model or its
 * code wrote are shown, not obeyed; JSON escapes them anyway.
 */
export class PartPrinter {
  /** The outcome of the latest run. */
  lastOutcome: Outcome | undefined;
  readonly #format: PrintFormat;
  readonly #write: (text: string) => void;
  /** The text part that is still being streamed. */
  #open: { thought: boolean; text: string } | undefined;

  constructor(format: PrintFormat, write: (text: string) => void) {
    this.#format = format;
    this.#write = write;
  }

  question(text: string): void {
    if (this.#format === 'text') this.#section('question', text);
  }

  print(event: AnswerProgress): void {
    switch (event.type) {
      case 'text-delta':
        this.#addText(event.text, false);
        break;
      case 'thought-delta':
        this.#addText(event.text, true);
        break;
      case 'code': {
        const { language, code } = event;
        this.#part(`executableCode (${language})`, code, { executableCode: { language, code } });
        break;
      }
      case 'result': {
        const { outcome, output } = event;
        this.lastOutcome = outcome;
        this.#part(`codeExecutionResult (${outcome})`, output, { codeExecutionResult: { outcome, output } });
        break;
      }
      case 'image': {
        const { mimeType, data } = event;
        this.#part(`inlineData (${mimeType})`, `${data.length} characters of base64`, {
          inlineData: { mimeType, data },
        });
        break;
      }
      case 'turn-end':
        this.#closeText();
        break;
      case 'turn-start':
      case 'decision':
      case 'output-delta':
      case 'display':
      case 'clear-output':
      case 'tool-call':
      case 'usage':
      case 'file':
        break;
      case 'retry':
      case 'escalate':
      case 'fallback':
        this.#note(event.reason);
        break;
      default:
        event satisfies never;
    }
  }

  #addText(text: string, thought: boolean): void {
    if (this.#open?.thought !== thought) {
      this.#closeText();
      this.#open = { thought, text: '' };
      if (this.#format === 'text') this.#write(`${heading(thought ? 'text (thought)' : 'text')}\n`);
    }
    this.#open.text += text;
    if (this.#format === 'text') this.#write(forTerminal(text));
  }

  #closeText(): void {
    if (!this.#open) return;
    const { thought, text } = this.#open;
    this.#open = undefined;
    if (this.#format === 'json') this.#writeJson({ text, ...(thought && { thought }) });
    else this.#write('\n'.repeat(text.endsWith('\n\n') ? 0 : text.endsWith('\n') ? 1 : 2));
  }

  #part(name: string, text: string, json: object): void {
    this.#closeText();
    if (this.#format === 'json') this.#writeJson(json);
    else this.#section(name, text);
  }

  /** Notes are for people, and not part of the JSON. */
  #note(text: string): void {
    this.#closeText();
    if (this.#format === 'text') this.#write(`${forTerminal(text)}\n\n`);
  }

  #section(name: string, text: string): void {
    this.#write(`${heading(forTerminal(name))}\n${forTerminal(text.trimEnd())}\n\n`);
  }

  #writeJson(json: object): void {
    this.#write(`${JSON.stringify(json)}\n`);
  }
}

function heading(name: string): string {
  return `── ${name} ${'─'.repeat(Math.max(0, 60 - name.length))}`;
}
