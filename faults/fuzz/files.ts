import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { constants, gunzipSync, gzipSync } from "node:zlib";
import {
  createEnhancedPersistence,
  DataIntegrityError,
  type EnhancedPersistence,
  ImportError,
  type PersistenceError,
} from "../../main/engine/index.ts";
import { PickleError, readPickle } from "../../main/engine/transfer/framework0/pickle.ts";
import {
  exportBundle,
  type ImportPlan,
  importFile,
  PLAIN_PLAN,
  previewImport,
} from "../../main/engine/transfer/index.ts";
import type { SnapshotVersion } from "../../shared/model/index.ts";
import { importedText } from "../load/operations.ts";
import { Random } from "../random.ts";
import type { Fuzz } from "./fuzz.ts";
import { mutate } from "./mutate.ts";

const PICKLES = join(
  import.meta.dirname,
  "../../main/engine/transfer/framework0/fixtures/store/snapshots/data",
);

const TEXTS = [
  importedText(0),
  importedText(1),
  '{"a":1,"b":{"c":[1,2,{"d":null}]},"__proto__":{"x":1.0e5}}',
  '[{"id":"a","value":1},{"id":"b","value":{"x":[]}},{"id":"ключ","value":"🦊"}]',
  '{"key":"a","value":1}\n{"key":"b","value":[true]}\n{"key":"c","value":"x"}\n',
];

const PLANS: readonly ImportPlan[] = [
  PLAIN_PLAN,
  { ...PLAIN_PLAN, depth: 3 },
  { ...PLAIN_PLAN, format: "json" },
  { ...PLAIN_PLAN, format: "export" },
  { ...PLAIN_PLAN, format: "ndjson", keyField: "key", valueField: "value" },
  { ...PLAIN_PLAN, keyField: "id" },
];

/** JSON files of every form: refused and nothing changed, or imported whole. */
export async function fuzzImport(directory: string): Promise<Fuzz> {
  const store = await createEnhancedPersistence({ storageBackend: "memory" });
  await store.set("before", 1);
  return {
    name: "imports of JSON",
    async once(seed) {
      const random = new Random(seed);
      const path = join(directory, "fuzzed.json");
      writeFileSync(path, mutate(Buffer.from(random.pick(TEXTS)), random));
      const plan = random.pick(PLANS);
      await orTyped(previewImport(path, plan));
      return importInto(store, path, plan);
    },
    end: () => store.close(),
  };
}

/** Bundles whose lines were changed and zipped again, so that no checksum of gzip's keeps them out. */
export async function fuzzBundle(directory: string): Promise<Fuzz> {
  const source = await createEnhancedPersistence({ storageBackend: "memory" });
  for (let i = 0; i < 6; i += 1) {
    await source.set(`key ${i % 3}`, { i, text: "words ".repeat(i) });
    const version = `v1700000000-0000000${i}` as SnapshotVersion;
    if (i % 2 === 0) await source.snapshot({ version, tags: [`tag ${i}`] });
  }
  const bundle = join(directory, "right.strata");
  await exportBundle(source, bundle, { kind: "store" });
  await source.close();
  const lines = gunzipSync(readFileSync(bundle));
  const store = await createEnhancedPersistence({ storageBackend: "memory" });
  await store.set("before", 1);
  return {
    name: "bundles",
    async once(seed) {
      const random = new Random(seed);
      const path = join(directory, "fuzzed.strata");
      const changed = mutate(random.below(2) === 0 ? lines : withLinesMoved(lines, random), random);
      const zipped = gzipSync(random.below(8) === 0 ? changed : sealed(changed), {
        level: constants.Z_BEST_SPEED,
      });
      writeFileSync(path, random.below(8) === 0 ? mutate(zipped, random) : zipped);
      return importInto(store, path, PLAIN_PLAN);
    },
    end: () => store.close(),
  };
}

/** With its lines dropped, doubled or in another order, but for the first and the last. */
function withLinesMoved(bytes: Buffer, random: Random): Buffer {
  const [first = "", ...lines] = bytes.toString().trimEnd().split("\n");
  const last = lines.pop() ?? "";
  for (let i = 0; i <= random.below(3); i += 1) {
    const at = random.below(lines.length);
    const line = lines[at] ?? "";
    if (random.below(2) === 0) lines.splice(at, 1);
    else lines.splice(random.below(lines.length), 0, line);
  }
  return Buffer.from([first, ...lines, last, ""].join("\n"));
}

/** With the count and the hash in the last line made right again, so that what was changed is looked at. */
function sealed(bytes: Buffer): Buffer {
  const body = bytes.subarray(0, bytes.lastIndexOf("\n", bytes.length - 2) + 1);
  const lines = body.toString("latin1").split("\n").length - 1;
  const sha256 = createHash("sha256").update(body).digest("hex");
  return Buffer.concat([body, Buffer.from(`${JSON.stringify({ end: { lines, sha256 } })}\n`)]);
}

/** Pickles are read as data, or refused. */
export function fuzzPickle(): Fuzz {
  const right = ["v1795409235-53c3df59.delta", "v1795409235-df7e1cef.delta"].map((name) =>
    readFileSync(join(PICKLES, name)),
  );
  return {
    name: "pickles",
    async once(seed) {
      const random = new Random(seed);
      try {
        readPickle(mutate(random.pick(right), random));
        return "read";
      } catch (error) {
        if (error instanceof PickleError) return "refused";
        throw error;
      }
    },
    end: async () => {},
  };
}

async function importInto(store: EnhancedPersistence, path: string, plan: ImportPlan): Promise<string> {
  const before = await contentOf(store);
  const refused = await orTyped(importFile(store, path, plan, "replace"));
  if (refused !== undefined) {
    if ((await contentOf(store)) !== before) throw new Error(`Refused (${refused.message}), and yet changed`);
    return "refused";
  }
  const { error } = await store.verify();
  if (error !== null) throw error;
  return "imported";
}

async function contentOf(store: EnhancedPersistence): Promise<string> {
  const entries = await store.entries({ kind: "now" }, {}, 10_000);
  return JSON.stringify([entries.map(({ key, text }) => [key, text]), await store.listSnapshots()]);
}

/** The error with which a file was refused: for what it is, or because a checksum in it does not match. */
async function orTyped(act: Promise<unknown>): Promise<PersistenceError | undefined> {
  try {
    await act;
    return undefined;
  } catch (error) {
    if (error instanceof ImportError || error instanceof DataIntegrityError) return error;
    throw error;
  }
}
