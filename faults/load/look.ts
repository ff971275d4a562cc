import { createHash } from "node:crypto";
import {
  createEnhancedPersistence,
  type EnhancedPersistence,
  PersistenceError,
} from "../../main/engine/index.ts";
import { inOrder, type State } from "../../main/engine/model/temporalModel.fixture.ts";
import type { Moment, Revision } from "../../shared/model/index.ts";
import { LOAD_OPTIONS } from "./operations.ts";

const ALL = 100_000;

/** What one can see of a store: a hash of each state, or the code of the error that its reading gave. */
export interface Sight {
  /** The error of the opening; null when it opened. */
  readonly refused: Failure | null;
  readonly revision: number;
  readonly present: string | Failure;
  /** Version, then the hash. */
  readonly snapshots: readonly (readonly [string, string | Failure])[];
  /** Version, tags, description: what is said about each snapshot. */
  readonly labels: string | Failure;
  readonly revisions: readonly (readonly [number, string | Failure])[];
  /** What `verify` says; null when it found nothing. */
  readonly verify: Failure | null;
}

export interface Failure {
  readonly code: string;
  readonly message: string;
}

/** Opens a store and looks at everything in it, at these revisions too. */
export async function look(basePath: string, revisions: readonly number[]): Promise<Sight> {
  let store: EnhancedPersistence;
  try {
    store = await createEnhancedPersistence({ ...LOAD_OPTIONS, basePath });
  } catch (error) {
    const nothing = { revision: 0, present: "", snapshots: [], labels: "", revisions: [], verify: null };
    return { ...nothing, refused: failure(error) };
  }
  try {
    const listed = await orFailure(() => store.listSnapshots());
    const snapshots: [string, string | Failure][] = [];
    for (const { version } of isFailure(listed) ? [] : listed) {
      snapshots.push([version, await state(store, { kind: "snapshot", version })]);
    }
    const seen: [number, string | Failure][] = [];
    for (const revision of revisions) {
      seen.push([revision, await state(store, { kind: "revision", revision: revision as Revision })]);
    }
    const status = await orFailure(() => store.status());
    const verified = await orFailure(() => store.verify());
    return {
      refused: null,
      revision: isFailure(status) ? -1 : status.revision,
      present: isFailure(status) ? status : await state(store, { kind: "now" }),
      snapshots,
      labels: isFailure(listed)
        ? listed
        : hash(
            JSON.stringify(
              listed.map(({ version, tags, description, pinned }) => [version, tags, description, pinned]),
            ),
          ),
      revisions: seen,
      verify: isFailure(verified) ? verified : verified.error === null ? null : failure(verified.error),
    };
  } finally {
    await store.close();
  }
}

export function hashOf(state: State): string {
  return hash(JSON.stringify(inOrder(state)));
}

export function isFailure(found: unknown): found is Failure {
  return typeof found === "object" && found !== null && "code" in found;
}

function state(store: EnhancedPersistence, at: Moment): Promise<string | Failure> {
  return orFailure(async () => {
    const entries = await store.entries(at, {}, ALL);
    return hash(JSON.stringify(entries.map(({ key, text }) => [key, text])));
  });
}

async function orFailure<Result>(read: () => Promise<Result>): Promise<Result | Failure> {
  try {
    return await read();
  } catch (error) {
    return failure(error);
  }
}

function failure(error: unknown): Failure {
  return error instanceof PersistenceError
    ? { code: error.code, message: error.message }
    : { code: "UNTYPED", message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
