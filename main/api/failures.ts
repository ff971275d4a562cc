import { basename } from "node:path";
import { ORPCError, ValidationError } from "@orpc/server";
import { type Failure, type FailureCode, failureCode } from "../../shared/contract/index.ts";

/** The one error that every call of the contracts may fail with. */
export function failed(
  code: FailureCode,
  message: string,
  place: Omit<Failure, "code" | "message"> = {},
): ORPCError<"FAILED", Failure> {
  return new ORPCError("FAILED", { status: 422, message, data: { code, message, ...place } });
}

/**
 * Turns an error of the engine into the contract's, with all that it says about the place but the directory of a file.
 * A call that was cancelled becomes CANCELLED. Anything else is a defect of ours, and says so.
 */
export function toFailure(error: unknown): Error {
  if (error instanceof ORPCError)
    return error.cause instanceof ValidationError ? notValid(error.cause) : error;
  if (!(error instanceof Error)) return defect(error);
  if (error.name === "AbortError") return failed("CANCELLED", "Cancelled. Nothing was changed.");
  const code = failureCode.safeParse("code" in error ? error.code : undefined);
  if (!code.success) return defect(error);
  const { path, file, key, pointer, line, column } = error as Error & { readonly [member: string]: unknown };
  const named = typeof file === "string" ? file : path;
  return failed(code.data, error.message, {
    ...(typeof key === "string" && { key }),
    ...(typeof pointer === "string" && { pointer }),
    ...(typeof named === "string" && { file: basename(named) }),
    ...(typeof line === "number" && { line }),
    ...(typeof column === "number" && { column }),
  });
}

function defect(cause: unknown): ORPCError<"INTERNAL_SERVER_ERROR", undefined> {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const message = `Something went wrong in Strata itself: ${reason}`;
  return new ORPCError("INTERNAL_SERVER_ERROR", { message, cause });
}

/** What a client sent isn't what the contract says: which of it, and why. */
function notValid({ issues }: ValidationError): ORPCError<"FAILED", Failure> {
  const [issue] = issues;
  const path = (issue?.path ?? []).map((part) => String(typeof part === "object" ? part.key : part));
  const [member] = path;
  const code =
    member === "key" || member === "to"
      ? "INVALID_KEY"
      : member === "text"
        ? "INVALID_VALUE"
        : "INVALID_OPTION";
  const where = path.length > 0 ? `“${path.join(".")}” can't be that` : "That can't be";
  return failed(code, `${where}: ${issue?.message ?? "it has the wrong form"}.`);
}
