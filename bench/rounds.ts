import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Measure } from "./measures.ts";
import { type PeerDescription, STRATA } from "./peers/list.ts";
import { type Outcome, runPhase } from "./processes.ts";
import type { Cell, Gap, Part } from "./results.ts";
import { bytesOnDisk, evict, warm } from "./room.ts";
import type { Phase } from "./work/phases.ts";

export interface Course {
  readonly peers: readonly PeerDescription[];
  readonly rounds: number;
  /** Seconds after which one process is stopped. */
  readonly limit: number;
  readonly directory: string;
  /** When the run began. */
  readonly run: string;
  readonly log: (line: string) => void;
}

/** Keys of the store whose snapshots grow in number. */
const KEYS_BELOW_SNAPSHOTS = 10_000;

/**
 * The store at these sizes: every peer once in each round, so that what the machine does meanwhile meets all of them.
 * A peer that failed or took too long at one size is left out of the rest, and the gaps say why.
 */
export async function measureKeys(
  course: Course,
  sizes: readonly number[],
): Promise<{ cells: Cell[]; gaps: Gap[] }> {
  const record = new Readings("keys", course.run);
  for (const [place, keys] of sizes.entries()) {
    const phase = (name: Phase["name"], snapshots = 0): Phase => ({ name, keys, snapshots });
    const before = sizes[place - 1];
    const able = course.peers.filter((peer) => !record.leavesOut(peer.file, keys, before, course.limit));
    for (let round = 0; round < course.rounds; round++) {
      for (const peer of turned(able, round)) {
        if (record.failed(peer.file, keys)) continue;
        await inFreshDirectory(course, async (directory) => {
          const run = (next: Phase) => step(course, record, peer, directory, next, keys);
          if (!(await run(phase("load")))) return;
          if (evict(directory) && !(await run(phase("cold")))) return;
          warm(directory);
          await run(phase("work"));
        });
      }
    }
    for (const peer of able) {
      if (record.failed(peer.file, keys)) continue;
      await inFreshDirectory(course, async (directory) => {
        const quiet = new Readings("keys", course.run);
        for (const next of [phase("load"), phase("fifty", 50)]) {
          if (!(await step(course, quiet, peer, directory, next, keys))) return record.addGaps(quiet);
        }
        record.add(peer.file, keys, "disk", bytesOnDisk(directory));
        if (!(await step(course, quiet, peer, directory, phase("compact"), keys)))
          return record.addGaps(quiet);
        record.add(peer.file, keys, "diskCompacted", bytesOnDisk(directory));
      });
    }
  }
  return record.taken();
}

/** The store of 10 000 keys after these many snapshots, each peer's made once and copied for each round. */
export async function measureSnapshots(
  course: Course,
  sizes: readonly number[],
): Promise<{ cells: Cell[]; gaps: Gap[] }> {
  const record = new Readings("snapshots", course.run);
  for (const [place, snapshots] of sizes.entries()) {
    const prepared = mkdtempSync(join(course.directory, "prepared-"));
    const phase = (name: Phase["name"]): Phase => ({ name, keys: KEYS_BELOW_SNAPSHOTS, snapshots });
    const able: PeerDescription[] = [];
    for (const peer of course.peers.filter((each) => each.snapshots)) {
      if (record.leavesOut(peer.file, snapshots, sizes[place - 1], course.limit)) continue;
      const home = join(prepared, peer.file);
      mkdirSync(home);
      if (await step(course, record, peer, home, phase("prepare"), snapshots)) able.push(peer);
    }
    for (let round = 0; round < course.rounds; round++) {
      for (const peer of turned(able, round)) {
        if (record.failed(peer.file, snapshots)) continue;
        await inFreshDirectory(course, async (directory) => {
          cpSync(join(prepared, peer.file), directory, { recursive: true });
          await step(course, record, peer, directory, phase("many"), snapshots);
        });
      }
    }
    rmSync(prepared, { recursive: true, force: true });
  }
  return record.taken();
}

async function step(
  course: Course,
  record: Readings,
  peer: PeerDescription,
  directory: string,
  phase: Phase,
  size: number,
): Promise<boolean> {
  const outcome = await runPhase(peer, directory, phase, course.limit);
  record.note(peer.file, size, outcome);
  const state = outcome.failure ?? "done";
  course.log(`${peer.name} · ${phase.name} · ${size} · ${outcome.seconds.toFixed(1)} s · ${state}`);
  return outcome.failure === null;
}

async function inFreshDirectory(course: Course, use: (directory: string) => Promise<void>): Promise<void> {
  const directory = mkdtempSync(join(course.directory, "store-"));
  try {
    await use(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The peers beginning with another one each round, so that none always follows the same one. */
function turned<T>(items: readonly T[], by: number): T[] {
  const start = items.length === 0 ? 0 : by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}

/** What was read so far in one part. */
class Readings {
  readonly #part: Part;
  readonly #run: string;
  readonly #cells = new Map<string, { peer: string; size: number; measure: Measure; rounds: number[] }>();
  readonly #gaps = new Map<string, Gap>();
  readonly #failed = new Set<string>();
  readonly #slowest = new Map<string, number>();

  constructor(part: Part, run: string) {
    this.#part = part;
    this.#run = run;
  }

  add(peer: string, size: number, measure: Measure, value: number): void {
    const place = `${peer} ${size} ${measure}`;
    const cell = this.#cells.get(place) ?? { peer, size, measure, rounds: [] };
    cell.rounds.push(value);
    this.#cells.set(place, cell);
  }

  note(peer: string, size: number, { readings, failure, seconds }: Outcome): void {
    for (const { measure, value } of readings) this.add(peer, size, measure, value);
    if (failure !== null) {
      this.#addGap(peer, size, failure);
      this.#failed.add(`${peer} ${size}`);
    }
    const place = `${peer} ${size}`;
    this.#slowest.set(place, Math.max(seconds, this.#slowest.get(place) ?? 0));
  }

  /** Copies the reason why an additional phase failed; the peer is still measured in the others. */
  addGaps(other: Readings): void {
    for (const { peer, size, reason } of other.#gaps.values()) this.#addGap(peer, size, reason);
  }

  failed(peer: string, size: number): boolean {
    return this.#failed.has(`${peer} ${size}`);
  }

  /** Whether a peer that got this far before would fail or take too long now, cost being in proportion to size. */
  leavesOut(peer: string, size: number, before: number | undefined, limit: number): boolean {
    if (before === undefined) return false;
    if (this.failed(peer, before)) {
      this.#addGap(peer, size, `not tried, as ${before} was too much`);
      this.#failed.add(`${peer} ${size}`);
      return true;
    }
    const expected = ((this.#slowest.get(`${peer} ${before}`) ?? 0) * size) / before;
    // Strata itself is never left out on a guess.
    if (peer === STRATA || expected <= 3 * limit) return false;
    this.#addGap(peer, size, `not tried, as it would take about ${Math.round(expected)} s`);
    this.#failed.add(`${peer} ${size}`);
    return true;
  }

  taken(): { cells: Cell[]; gaps: Gap[] } {
    return {
      cells: [...this.#cells.values()].map((cell) => ({ part: this.#part, ...cell, run: this.#run })),
      gaps: [...this.#gaps.values()],
    };
  }

  #addGap(peer: string, size: number, reason: string): void {
    const place = `${peer} ${size}`;
    if (!this.#gaps.has(place)) this.#gaps.set(place, { part: this.#part, size, peer, reason });
  }
}
