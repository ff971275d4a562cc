/** How much of each test is done: all of it, or what fits into a minute and a half. */
export interface Scale {
  readonly quick: boolean;
  readonly seed: number;
}

/** What one test tried and what came of it. */
export interface Outcome {
  /** In words, with counts. */
  readonly tried: string;
  /** In words, with counts. */
  readonly survived: string;
  /** What must not have happened, and how to see it again. */
  readonly failures: readonly string[];
  /** Why the test could not be done here; then nothing was tried. */
  readonly leftOut?: string;
}

export interface FaultTest {
  readonly name: string;
  readonly run: (scale: Scale) => Promise<Outcome>;
}

export function leftOut(reason: string): Outcome {
  return { tried: "nothing", survived: "", failures: [], leftOut: reason };
}

/** Counts how often each thing happened, for the report. */
export class Tally {
  readonly #counts = new Map<string, number>();

  add(what: string, count = 1): void {
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + count);
  }

  count(what: string): number {
    return this.#counts.get(what) ?? 0;
  }

  /** `312 detected at open, 40 harmless`, most first. */
  toString(): string {
    return [...this.#counts]
      .sort(([, a], [, b]) => b - a)
      .map(([what, count]) => `${count} ${what}`)
      .join(", ");
  }
}
