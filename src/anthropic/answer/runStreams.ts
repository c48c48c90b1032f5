import type { AnswerEvent } from '../../answer/events.ts';

/** Tells the two streams of each program's output apart, which the model gets as one text. */
export class RunStreams {
  readonly #stderr = new Map<number, string>();

  note(event: AnswerEvent): void {
    if (event.type === 'clear-output') this.#stderr.delete(event.id);
    if (event.type !== 'output-delta' || event.stream !== 'stderr') return;
    this.#stderr.set(event.id, (this.#stderr.get(event.id) ?? '') + event.text);
  }

  /**
   * @param id of the program, from 1
   * @param output after a failure with stderr, which follows stdout
   */
  split(id: number, output: string, isOk: boolean): { stdout: string; stderr: string } {
    const stderr = this.#stderr.get(id) ?? '';
    if (isOk) return { stdout: output, stderr };
    // The output may be cut, and a refusal was never written.
    const at = stderr === '' ? 0 : Math.max(output.lastIndexOf(stderr), 0);
    return { stdout: output.slice(0, at), stderr: output.slice(at) };
  }
}
