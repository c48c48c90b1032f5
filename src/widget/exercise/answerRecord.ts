import { isJsonObject, parseJson } from '../../text/parseJson.ts';

/** What a learner has done in an exercise. */
export interface AnswerRecord {
  /** The code that they have typed, if they have. */
  readonly code?: string;
  /** How often the checks have run. */
  readonly attempts: number;
  /** Whether all checks have passed once. */
  readonly passed: boolean;
  /** Seconds since they first typed or ran something, added up over visits. */
  readonly seconds: number;
  /** How many hints they have seen. */
  readonly hints: number;
}

export const NO_ANSWER: AnswerRecord = { attempts: 0, passed: false, seconds: 0, hints: 0 };

/** Answers that the browser keeps, one under each name. A browser that stores nothing keeps none. */
export class AnswerStore {
  readonly #name: string;

  /** @param id of the element on this page */
  constructor(id: string) {
    this.#name = `glovebox-answer:${location.pathname}#${id}`;
  }

  read(): AnswerRecord {
    try {
      return readAnswer(localStorage.getItem(this.#name));
    } catch {
      return NO_ANSWER;
    }
  }

  write(answer: AnswerRecord): void {
    try {
      localStorage.setItem(this.#name, JSON.stringify(answer));
    } catch {
      // The answer lasts as long as the page.
    }
  }

  remove(): void {
    try {
      localStorage.removeItem(this.#name);
    } catch {
      // There is none.
    }
  }
}

/** Reads a stored answer. Another script of the site, or an older version, may have written it. */
export function readAnswer(text: string | null): AnswerRecord {
  const found = text === null ? undefined : parseJson(text);
  if (!isJsonObject(found)) return NO_ANSWER;
  const { code, attempts, passed, seconds, hints } = found;
  return {
    ...(typeof code === 'string' && { code }),
    attempts: countIn(attempts),
    passed: passed === true,
    seconds: countIn(seconds),
    hints: countIn(hints),
  };
}

function countIn(value: unknown): number {
  return typeof value === 'number' && value >= 0 && Number.isFinite(value) ? Math.floor(value) : 0;
}
