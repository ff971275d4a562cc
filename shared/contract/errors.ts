import { oc } from "@orpc/contract";
import { z } from "zod";

/** The codes of the engine's `PersistenceError` hierarchy (rule I4). */
export const failureCode = z.enum([
  "INVALID_VALUE",
  "INVALID_KEY",
  "INVALID_OPTION",
  "NOT_FOUND",
  "SNAPSHOT_NOT_FOUND",
  "CONFLICT",
  "DATA_INTEGRITY",
  "DELTA",
  "IMPORT",
  "STORE_CLOSED",
  "STORAGE",
  "NOT_A_STORE",
  "NEWER_FORMAT",
  "READ_ONLY",
  "LIMIT",
  "CANCELLED",
]);
export type FailureCode = z.infer<typeof failureCode>;

/** The details of a failed call: a sentence for people, and where to point. */
export const failure = z.object({
  code: failureCode,
  /** What happened, to what, and what to do. */
  message: z.string(),
  key: z.string().optional(),
  /** JSON Pointer (RFC 6901) of the place inside the value. */
  pointer: z.string().optional(),
  /** The file's name, never its path. */
  file: z.string().optional(),
  line: z.int().optional(),
  column: z.int().optional(),
});
export type Failure = z.infer<typeof failure>;

/** The base of every call of the contract, so that all fail in the same way. */
export const call = oc.errors({ FAILED: { status: 422, data: failure } });
