import { type Measure, measures } from "../measures.ts";
import { peers, STRATA } from "../peers/list.ts";
import type { Cell, Part, Results } from "../results.ts";
import { growthExponent, median } from "../statistics.ts";

/** What the tables and charts ask of the results. */
export class Figures {
  readonly results: Results;
  readonly #cells = new Map<string, Cell>();
  /** Strata's cells by run. */
  readonly #ours = new Map<string, Cell>();

  constructor(results: Results) {
    this.results = results;
    for (const cell of results.cells) {
      this.#cells.set(place(cell.part, cell.size, cell.peer, cell.measure), cell);
      if (cell.peer === STRATA) this.#ours.set(place(cell.part, cell.size, cell.run, cell.measure), cell);
    }
  }

  /** Ascending. */
  sizes(part: Part): number[] {
    const found = new Set(this.results.cells.filter((cell) => cell.part === part).map((cell) => cell.size));
    return [...found].sort((a, b) => a - b);
  }

  /** The peers that have any figure, Strata first. */
  peers(part: Part): { file: string; name: string }[] {
    const found = new Set(this.results.cells.filter((cell) => cell.part === part).map((cell) => cell.peer));
    return peers.filter(({ file }) => found.has(file));
  }

  /** The median over the rounds; null for an empty cell. */
  value(part: Part, size: number, peer: string, measure: Measure): number | null {
    const cell = this.#cells.get(place(part, size, peer, measure));
    return cell ? median(cell.rounds) : null;
  }

  /** How many times Strata's figure a peer's is: the median of the ratios of each round. Null for an empty cell. */
  ratio(part: Part, size: number, peer: string, measure: Measure): number | null {
    const theirs = this.#cells.get(place(part, size, peer, measure));
    const ours = theirs && this.#ours.get(place(part, size, theirs.run, measure));
    if (!ours) return null;
    const pairs = Math.min(theirs.rounds.length, ours.rounds.length);
    return median(Array.from({ length: pairs }, (_, round) => theirs.rounds[round]! / ours.rounds[round]!));
  }

  /** The exponent of the growth with size; null with fewer than two sizes. */
  growth(part: Part, peer: string, measure: Measure): number | null {
    const points = this.sizes(part).flatMap((size) => {
      const cost = this.value(part, size, peer, measure);
      return cost === null ? [] : [{ size, cost }];
    });
    return growthExponent(points);
  }

  /** The measures that any peer has a figure for, in the order they are listed. */
  measures(part: Part): Measure[] {
    const found = new Set(
      this.results.cells.filter((cell) => cell.part === part).map((cell) => cell.measure),
    );
    return (Object.keys(measures) as Measure[]).filter((measure) => found.has(measure));
  }
}

function place(part: Part, size: number, of: string, measure: Measure): string {
  return `${part} ${size} ${of} ${measure}`;
}
