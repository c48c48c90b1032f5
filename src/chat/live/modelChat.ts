import type { CallableTool, GoogleGenAI } from '@google/genai';
import type { AnswerEvent } from '../../answer/events.ts';
import type { LocalCodeExecution } from '../../answer/options.ts';
import type { ApprovalRequest } from '../../sandbox/tools/approval.ts';
import type { Tool } from '../../sandbox/tools/tool.ts';
import type { History } from './history.ts';

export interface Question {
  question: string;
  /** Sent to the model, and copied into Python's working directory. */
  files: readonly File[];
  signal: AbortSignal;
  onEvent: (event: AnswerEvent) => void;
  /** Gets remarks for the user on how the question was asked. A remark takes the place of the one that it names. */
  onNote?: (text: string, replaced?: string) => void;
  /** The error that an earlier attempt at this question ended with: the answer goes on from there. */
  resumes?: unknown;
  /** Answers `input()` of the code with this id. Without it, `input()` raises EOFError. */
  onInput?: (prompt: string, run: { id: number }) => Promise<string>;
  /** Functions of the page that the code can call. */
  tools?: Readonly<Record<string, Tool>>;
  /** Asks about calls of tools by the code with this id. Without it, calls that need an approval are refused. */
  onApproval?: (request: ApprovalRequest, run: { id: number }) => Promise<boolean>;
}

/** What a chat of either API of Gemini needs. */
export interface ChatAccess {
  ai: GoogleGenAI;
  model: string;
  instruction: string | undefined;
  tools: readonly CallableTool[];
  history: History;
}

/** A chat of one provider. */
export interface ModelChat {
  send(question: Question): Promise<void>;
  history(): History;
}

/** Notes, by their errors, what had arrived of the failed answers of one chat: with another model or instruction, none can go on. */
export class FailedAnswers {
  readonly #partial = new WeakMap<object, LocalCodeExecution['resume'] & object>();

  keep(error: unknown, partial: LocalCodeExecution['resume']): void {
    if (typeof error === 'object' && error !== null && partial) this.#partial.set(error, partial);
  }

  /** Returns the options of code execution for a question. */
  codeOptions({ onEvent, onInput, tools, onApproval, resumes }: Question): LocalCodeExecution {
    const resume = typeof resumes === 'object' && resumes !== null ? this.#partial.get(resumes) : undefined;
    return {
      onEvent,
      resume,
      ...(onInput && { onInput }),
      ...(tools && { tools }),
      ...(onApproval && { onApproval }),
    };
  }
}
