import { z } from "zod";
import type {
  DifferenceTotals,
  EntrySummary,
  FileTicket,
  JsonText,
  Key,
  KeyDifference,
  Moment,
  Revision,
  RevisionRecord,
  SnapshotMetadata,
  SnapshotVersion,
  StoreChange,
  StoreId,
  StoreStatus,
  UndoStep,
} from "../model/index.ts";

/** UTF-16 units of the longest JSON text in one message: 256 Mi. */
const MAX_TEXT = 256 * 1024 * 1024;

const branded = <T>(schema: z.ZodType<unknown>) => schema as unknown as z.ZodType<T, T>;

export const storeId = branded<StoreId>(z.string().min(1).max(200));
export const fileTicket = branded<FileTicket>(z.string().min(1).max(200));
export const key = branded<Key>(z.string().min(1).max(4096));
export const jsonText = branded<JsonText>(z.string().min(1).max(MAX_TEXT));
/** A JSON Pointer (RFC 6901). */
export const pointer = z
  .string()
  .max(100_000)
  .regex(/^(?:\/(?:[^~/]|~[01])*)*$/);
export const revision = branded<Revision>(z.int().min(0));
export const snapshotVersion = branded<SnapshotVersion>(z.string().regex(/^v\d{1,15}-[0-9a-f]{8}$/));
export const tag = z.string().trim().min(1).max(200);
export const description = z.string().max(10_000);
/** The maximum number of rows in one answer. */
export const rowLimit = z.int().min(1).max(1000);

export const moment: z.ZodType<Moment, Moment> = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("now") }),
  z.object({ kind: z.literal("revision"), revision }),
  z.object({ kind: z.literal("snapshot"), version: snapshotVersion }),
]);

/** How the members of a file become keys. */
export const importPlan = z.object({
  /**
   * For a root object: how many levels of members become keys, joined by `separator`. 1 makes `api` one value; 2
   * makes `api.AbortController` a key. A value that is not an object, or an empty one, ends the path early.
   */
  depth: z.int().min(1).max(20).default(1),
  separator: z.string().min(1).max(8).default("."),
  /** For a root array: the member of each item that is its key; null: its position. */
  keyField: z.string().max(4096).nullable().default(null),
  /** For a root array or NDJSON: the member of each item that is the value; null: the whole item. */
  valueField: z.string().max(4096).nullable().default(null),
  /** The file's format; `auto` detects it. `json` reads an export as a plain object. */
  format: z.enum(["auto", "json", "export", "ndjson"]).default("auto"),
});
export type ImportPlan = z.infer<typeof importPlan>;

/** The kind of a filter: text in the key, a regular expression on the key, or a filter on the value. */
export const filterMode = z.enum(["text", "regex", "value"]);

export const jsonType = z.enum(["object", "array", "string", "number", "boolean", "null"]);

export const entrySummary: z.ZodType<EntrySummary, EntrySummary> = z.object({
  key,
  type: jsonType,
  size: z.int(),
  preview: z.string(),
  since: revision,
});

export const operation = z.enum([
  "set",
  "delete",
  "rename",
  "save",
  "clear",
  "import",
  "restore",
  "undo",
  "redo",
]);

export const revisionRecord: z.ZodType<RevisionRecord, RevisionRecord> = z.object({
  revision,
  at: z.number(),
  operation,
  touched: z.int(),
  key: key.nullable(),
  detail: z.string().nullable(),
  author: z.string().nullable(),
  message: z.string().nullable(),
});

export const undoStep: z.ZodType<UndoStep, UndoStep> = z.object({
  revision,
  operation,
  touched: z.int(),
  key: key.nullable(),
  detail: z.string().nullable(),
});

export const snapshotMetadata: z.ZodType<SnapshotMetadata, SnapshotMetadata> = z.object({
  version: snapshotVersion,
  createdAt: z.string(),
  tags: z.array(z.string()).readonly(),
  description: z.string().nullable(),
  userInfo: z.record(z.string(), z.unknown()).readonly(),
  kind: z.enum(["full", "delta"]),
  baseVersion: snapshotVersion.nullable(),
  deltaSize: z.int().nullable(),
  pinned: z.boolean(),
  pinReason: z.string().nullable(),
  revision,
  entryCount: z.int(),
  sizeBytes: z.int(),
  checksum: z.string(),
});

export const differenceKind = z.enum(["added", "removed", "changed"]);

export const keyDifference: z.ZodType<KeyDifference, KeyDifference> = z.object({
  key,
  kind: differenceKind,
  before: entrySummary.nullable(),
  after: entrySummary.nullable(),
  renamedFrom: key.optional(),
  renamedTo: key.optional(),
});

export const differenceTotals: z.ZodType<DifferenceTotals, DifferenceTotals> = z.object({
  added: z.int(),
  removed: z.int(),
  changed: z.int(),
});

export const storeStatus: z.ZodType<StoreStatus, StoreStatus> = z.object({
  store: storeId,
  name: z.string(),
  location: z.string().nullable(),
  readOnly: z.enum(["asked", "not writable"]).nullable(),
  revision,
  entryCount: z.int(),
  sizeBytes: z.int(),
  snapshotCount: z.int(),
  unsnapshotted: differenceTotals.nullable(),
  undo: undoStep.nullable(),
  redo: undoStep.nullable(),
});

export const storeChange: z.ZodType<StoreChange, StoreChange> = z.object({
  revision,
  snapshots: z.boolean(),
  keys: z.array(z.string()).readonly().nullable(),
});
