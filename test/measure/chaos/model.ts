/** What a completed run left: values by the names of variables, and contents by the names of files. */
export interface Traces {
  variables: Record<string, number>;
  files: Record<string, string>;
}

interface CompletedRun {
  run: number;
  traces: Traces;
}

/** What a session is expected to hold: all that its completed runs left, but those that it said were lost. */
export class Model {
  #runs: CompletedRun[];

  constructor(runs: CompletedRun[] = []) {
    this.#runs = runs;
  }

  /** How many runs it expects to find the traces of. */
  get size(): number {
    return this.#runs.length;
  }

  copy(): Model {
    return new Model([...this.#runs]);
  }

  complete(run: number, traces: Traces): void {
    this.#runs.push({ run, traces });
  }

  /** @returns how many of these runs had been completed, and are not expected any more */
  lose(runs: readonly number[]): number {
    const before = this.#runs.length;
    this.#runs = this.#runs.filter(({ run }) => !runs.includes(run));
    return before - this.#runs.length;
  }

  removeLatest(): void {
    this.#runs.pop();
  }

  /**
   * Compares with what was found, and goes on from that.
   *
   * @returns how many runs were lost
   */
  settle(found: Traces): number {
    const before = this.#runs.length;
    const seen = canonical(found);
    while (canonical(this.expected) !== seen) {
      if (this.#runs.length === 0) throw new Error(`The session holds what no run left: ${seen}`);
      this.#runs.pop();
    }
    return before - this.#runs.length;
  }

  get expected(): Traces {
    return {
      variables: Object.assign({}, ...this.#runs.map(({ traces }) => traces.variables)),
      files: Object.assign({}, ...this.#runs.map(({ traces }) => traces.files)),
    };
  }
}

function canonical({ variables, files }: Traces): string {
  return JSON.stringify([variables, files].map((each) => Object.entries(each).sort()));
}
