import type { PackageProgress } from './loader.ts';
import type { AvailablePackage } from './source.ts';

/** The sum of what several downloads report. */
export class TotalProgress {
  readonly #parts: Map<string, { loaded: number; total: number }>;
  readonly #tell: (progress: PackageProgress) => void;

  constructor(packages: readonly AvailablePackage[], tell: (progress: PackageProgress) => void) {
    this.#parts = new Map(packages.map(({ name, size }) => [name, { loaded: 0, total: size ?? 0 }]));
    this.#tell = tell;
  }

  /** What the download of one package reports to: bytes so far, and in all where that is known. */
  of(name: string): (loaded: number, total: number | undefined) => void {
    return (loaded, total) => {
      const expected = total ?? this.#parts.get(name)?.total ?? 0;
      // A server that compresses says how many bytes are sent, not how many come out.
      this.#parts.set(name, { loaded, total: Math.max(loaded, expected) });
      this.#report();
    };
  }

  #report(): void {
    const parts = [...this.#parts.values()];
    this.#tell({
      loaded: parts.reduce((sum, part) => sum + part.loaded, 0),
      total: parts.reduce((sum, part) => sum + part.total, 0),
      packages: [...this.#parts.keys()],
    });
  }
}
