import { oc } from "@orpc/contract";
import { z } from "zod";

/** The codes of the engine's `PersistenceError` hierarchy (rule I4), the same word on every side. */
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

/** What a failed call tells: a sentence for people, and where to point. */
export const failure = z.object({
  code: failureCode,
  /** What happened, to what, and what to do now. */
  message: z.string(),
  key: z.string().optional(),
  /** JSON Pointer (RFC 6901) of the offending place inside the value. */
  pointer: z.string().optional(),
  /** The file's name, never its path. */
  file: z.string().optional(),
  line: z.int().optional(),
  column: z.int().optional(),
});
export type Failure = z.infer<typeof failure>;

/** Every call of the contract starts here, so that each fails in the one same way. */
export const call = oc.errors({ FAILED: { status: 422, data: failure } });
