import { shortPointer } from "../../shared/json/index.ts";
import {
  type DifferenceTotals,
  type JsonText,
  type Key,
  type KeyDifference,
  type Moment,
  NOW,
  type Revision,
} from "../../shared/model/index.ts";
import { type EnhancedPersistence, type JobOptions, type MemberChange, setMember } from "../engine/index.ts";
import {
  type ImportOptions,
  type ImportPlan,
  type ImportResult,
  importFile,
} from "../engine/transfer/index.ts";
import { momentInWords } from "./momentInWords.ts";
import type { Guarded, SafetySnapshots } from "./safetySnapshots.ts";

// The changes that may affect much of a store. Each first makes a safety snapshot if the preference requires one.

interface Changed {
  /** Null if nothing changed. */
  readonly revision: Revision | null;
}

/** Deletes these keys as one revision. */
export function deleteKeys(
  store: EnhancedPersistence,
  safety: SafetySnapshots,
  keys: readonly Key[],
  message?: string,
): Promise<Guarded<Changed>> {
  const changes = [...new Set(keys)].map((key) => ({ key, text: null }));
  const what = `delete of ${changes.length} ${changes.length === 1 ? "key" : "keys"}`;
  return safety.before({ what, atMost: changes.length }, async () => ({
    revision: await store.write(changes, { operation: "delete", message }),
  }));
}

/** Imports a file. Its extent is not known beforehand, so an import over existing entries always counts as large. */
export function importOver(
  store: EnhancedPersistence,
  safety: SafetySnapshots,
  path: string,
  plan: ImportPlan,
  mode: "replace" | "merge",
  options: ImportOptions & { readonly name: string },
): Promise<Guarded<ImportResult>> {
  return safety.before({ what: `import of ${options.name}` }, () =>
    importFile(store, path, plan, mode, options),
  );
}

export interface RestoreOptions extends JobOptions {
  /** The reason, in the person's words. */
  readonly message?: string | undefined;
  /** Only these keys. */
  readonly keys?: readonly Key[] | undefined;
  /** Lists the differing keys, if the caller has such a list already. */
  readonly differing?: (() => Promise<readonly KeyDifference[]>) | undefined;
}

/** Restores the state, or only some keys of it, from a moment. */
export async function restoreTo(
  store: EnhancedPersistence,
  safety: SafetySnapshots,
  to: Moment,
  { keys, differing, ...job }: RestoreOptions = {},
): Promise<Guarded<Changed>> {
  const detail = await momentInWords(store, to);
  const step = {
    what: `restore of ${detail ?? "the present"}`,
    atMost: keys?.length,
    count: async () => sumOf(await totalsTo(store, to, { keys, differing, signal: job.signal })),
  };
  return safety.before(step, async () => ({
    revision: await store.restore(to, { ...job, detail, ...(keys && { keys }) }),
  }));
}

/** What a restore would change, in all keys or in some. */
export async function totalsTo(
  store: EnhancedPersistence,
  to: Moment,
  { keys, signal, differing = () => store.difference(NOW, to, { keys, signal }) }: RestoreOptions,
): Promise<DifferenceTotals> {
  if (keys === undefined) return store.totals(NOW, to, { signal });
  const wanted = new Set(keys);
  const totals = { added: 0, removed: 0, changed: 0 };
  for (const { key, kind } of await differing()) if (wanted.has(key)) totals[kind] += 1;
  return totals;
}

/** Sets one place inside many values to the same value. */
export function setMemberOfMany(
  store: EnhancedPersistence,
  safety: SafetySnapshots,
  keys: readonly Key[],
  pointer: string,
  text: JsonText | null,
  job: JobOptions,
): Promise<Guarded<MemberChange>> {
  const run = (dryRun: boolean) => setMember(store, keys, pointer, text, { dryRun, ...job });
  const step = {
    what: `change of ${shortPointer(pointer)} in many keys`,
    atMost: keys.length,
    count: async () => (await run(true)).changed,
  };
  return safety.before(step, () => run(false));
}

const sumOf = ({ added, removed, changed }: DifferenceTotals): number => added + removed + changed;
