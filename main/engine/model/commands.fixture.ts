import fc from "fast-check";
import type { EnhancedPersistenceOptions } from "../persistence.ts";
import { KEYS, SAMPLES, SAYABLE } from "./values.fixture.ts";

/** One call, as data. References (to a snapshot, a revision, a file) are taken modulo what exists. */
export type Command =
  | { readonly call: "set"; readonly key: number; readonly value: number }
  | { readonly call: "delete"; readonly key: number }
  | { readonly call: "get"; readonly key: number }
  | { readonly call: "save"; readonly entries: readonly (readonly [key: number, value: number])[] }
  | { readonly call: "write"; readonly entries: readonly (readonly [key: number, value: number | null])[] }
  | { readonly call: "writeExpecting"; readonly key: number; readonly value: number; readonly stale: boolean }
  | {
      readonly call: "replace";
      readonly entries: readonly (readonly [key: number, value: number])[];
      readonly keep: boolean;
      readonly fails: boolean;
    }
  | { readonly call: "together"; readonly calls: readonly TogetherCall[] }
  | { readonly call: "clear" }
  | {
      readonly call: "snapshot";
      readonly tag: number | null;
      readonly base: number | "latest" | null;
      readonly pinned: boolean;
    }
  | {
      readonly call: "label";
      readonly snapshot: number;
      readonly tags: readonly number[];
      readonly pinned: boolean;
    }
  | { readonly call: "deleteSnapshot"; readonly snapshot: number }
  | { readonly call: "undeleteSnapshot"; readonly snapshot: number }
  | { readonly call: "restoreSnapshot"; readonly snapshot: number }
  | { readonly call: "restoreByTag"; readonly tag: number; readonly latest: boolean }
  | { readonly call: "restoreRevision"; readonly back: number; readonly keys: readonly number[] | null }
  | { readonly call: "undo" }
  | { readonly call: "redo" }
  | { readonly call: "compare"; readonly a: number; readonly b: number }
  | { readonly call: "difference"; readonly a: number; readonly b: number }
  | { readonly call: "readRevision"; readonly back: number }
  | { readonly call: "history"; readonly key: number }
  | { readonly call: "pages"; readonly back: number; readonly after: number; readonly limit: number }
  | { readonly call: "scanWhileWriting"; readonly key: number; readonly value: number }
  | { readonly call: "export" }
  | { readonly call: "import"; readonly file: number }
  | { readonly call: "prune"; readonly keep: number; readonly dryRun: boolean }
  | { readonly call: "pack" }
  | { readonly call: "verify" }
  | { readonly call: "metrics" }
  | { readonly call: "tags"; readonly tag: number }
  | { readonly call: "versions" }
  | { readonly call: "bundle" }
  | { readonly call: "reopen" }
  | { readonly call: "second" };

export type TogetherCall =
  | { readonly call: "set"; readonly key: number; readonly value: number }
  | { readonly call: "delete"; readonly key: number }
  | { readonly call: "get"; readonly key: number };

/** A command, and which of the open instances receives it. */
export interface Directed {
  readonly command: Command;
  readonly via: number;
}

const key = fc.nat(KEYS.length - 1);
const value = fc.nat(SAMPLES.length - 1);
const sayable = fc.nat(SAYABLE.length - 1);
const which = fc.nat(30);
const tag = fc.nat(3);
/** A source that names a key twice writes it twice; which text remains is not promised. */
const entries = fc.uniqueArray(fc.tuple(key, value), { maxLength: 8, selector: ([chosen]) => chosen });

const set = fc.record({ call: fc.constant("set" as const), key, value: sayable });
const remove = fc.record({ call: fc.constant("delete" as const), key });
const get = fc.record({ call: fc.constant("get" as const), key });
const call = <Name extends Command["call"]>(name: Name) => fc.constant({ call: name } as const);

const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 14, arbitrary: set },
  { weight: 5, arbitrary: remove },
  { weight: 5, arbitrary: get },
  {
    weight: 3,
    arbitrary: fc.record({
      call: fc.constant("save" as const),
      entries: fc.array(fc.tuple(key, sayable), { maxLength: 10 }),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      call: fc.constant("write" as const),
      entries: fc.array(fc.tuple(key, fc.option(value, { freq: 4 })), { maxLength: 8 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ call: fc.constant("writeExpecting" as const), key, value, stale: fc.boolean() }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      call: fc.constant("replace" as const),
      entries,
      keep: fc.boolean(),
      fails: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      call: fc.constant("together" as const),
      calls: fc.array(fc.oneof(set, remove, get), { minLength: 2, maxLength: 12 }),
    }),
  },
  { weight: 1, arbitrary: call("clear") },
  {
    weight: 6,
    arbitrary: fc.record({
      call: fc.constant("snapshot" as const),
      tag: fc.option(tag, { freq: 3 }),
      base: fc.oneof(fc.constant(null), fc.constant("latest" as const), which),
      pinned: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      call: fc.constant("label" as const),
      snapshot: which,
      tags: fc.array(tag, { maxLength: 3 }),
      pinned: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ call: fc.constant("deleteSnapshot" as const), snapshot: which }) },
  { weight: 2, arbitrary: fc.record({ call: fc.constant("undeleteSnapshot" as const), snapshot: which }) },
  { weight: 3, arbitrary: fc.record({ call: fc.constant("restoreSnapshot" as const), snapshot: which }) },
  {
    weight: 2,
    arbitrary: fc.record({ call: fc.constant("restoreByTag" as const), tag, latest: fc.boolean() }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      call: fc.constant("restoreRevision" as const),
      back: which,
      keys: fc.option(fc.array(key, { maxLength: 4 })),
    }),
  },
  { weight: 6, arbitrary: call("undo") },
  { weight: 4, arbitrary: call("redo") },
  { weight: 3, arbitrary: fc.record({ call: fc.constant("compare" as const), a: which, b: which }) },
  { weight: 3, arbitrary: fc.record({ call: fc.constant("difference" as const), a: which, b: which }) },
  { weight: 3, arbitrary: fc.record({ call: fc.constant("readRevision" as const), back: which }) },
  { weight: 3, arbitrary: fc.record({ call: fc.constant("history" as const), key }) },
  {
    weight: 2,
    arbitrary: fc.record({ call: fc.constant("pages" as const), back: which, after: key, limit: fc.nat(6) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ call: fc.constant("scanWhileWriting" as const), key, value }),
  },
  { weight: 1, arbitrary: call("export") },
  { weight: 2, arbitrary: fc.record({ call: fc.constant("import" as const), file: which }) },
  {
    weight: 2,
    arbitrary: fc.record({ call: fc.constant("prune" as const), keep: fc.nat(12), dryRun: fc.boolean() }),
  },
  { weight: 3, arbitrary: call("pack") },
  { weight: 2, arbitrary: call("verify") },
  { weight: 1, arbitrary: call("metrics") },
  { weight: 2, arbitrary: fc.record({ call: fc.constant("tags" as const), tag }) },
  { weight: 1, arbitrary: call("versions") },
  { weight: 1, arbitrary: call("bundle") },
  { weight: 3, arbitrary: call("reopen") },
  { weight: 2, arbitrary: call("second") },
);

export const commands = (length: { readonly minLength: number; readonly maxLength: number }) =>
  fc.array(fc.record({ command, via: fc.nat(1) }), { ...length, size: "max" });

/** Options of an opening. The runner adds the directory. */
export const options: fc.Arbitrary<EnhancedPersistenceOptions> = fc.record({
  storageBackend: fc.oneof(
    { weight: 3, arbitrary: fc.constant("file_system" as const) },
    { weight: 1, arbitrary: fc.constant("memory" as const) },
  ),
  cacheStrategy: fc.constantFrom(
    "none" as const,
    "memory" as const,
    "persistent" as const,
    "tiered" as const,
  ),
  cacheEviction: fc.constantFrom("lru" as const, "lfu" as const, "fifo" as const, "ttl" as const),
  deltaStrategy: fc.constantFrom(
    "none" as const,
    "compress" as const,
    "dict" as const,
    "binary" as const,
    "auto" as const,
  ),
  maxSnapshots: fc.constantFrom(0, 3, 50),
  enableCompression: fc.boolean(),
  threadSafe: fc.boolean(),
  durability: fc.constantFrom("full" as const, "normal" as const),
});
