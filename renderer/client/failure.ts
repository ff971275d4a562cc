import { ORPCError } from "@orpc/client";
import { type Failure, failure } from "../../shared/contract/index.ts";
import { reasonOf } from "../../shared/model/index.ts";

/** The failure of a call of a contract, or null for any other error (a lost connection, a cancelled call). */
export function failureOf(error: unknown): Failure | null {
  if (!(error instanceof ORPCError) || error.code !== "FAILED") return null;
  const parsed = failure.safeParse(error.data);
  return parsed.success ? parsed.data : null;
}

/** A sentence for people about any error. */
export function messageOf(error: unknown): string {
  const known = failureOf(error);
  if (known) return known.message;
  if (isCancelled(error)) return "There was no answer: the connection to the engine was lost meanwhile.";
  return reasonOf(error);
}

/** Whether the call was cancelled. */
export function isCancelled(error: unknown): boolean {
  if (failureOf(error)?.code === "CANCELLED") return true;
  return error instanceof Error && error.name === "AbortError";
}
