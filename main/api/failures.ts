import { basename, isAbsolute } from "node:path";
import { ORPCError, ValidationError } from "@orpc/server";
import { type Failure, type FailureCode, failureCode } from "../../shared/contract/index.ts";
import { reasonOf } from "../../shared/model/index.ts";

/** The only error with which a call of the contracts may fail. */
export function failed(
  code: FailureCode,
  message: string,
  place: Omit<Failure, "code" | "message"> = {},
): ORPCError<"FAILED", Failure> {
  return new ORPCError("FAILED", { status: 422, message, data: { code, message, ...place } });
}

/**
 * Turns an error of the engine into the contract's, with all details except the directory of a file. A cancelled call
 * becomes CANCELLED. Any other error is internal, and is reported as such.
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

/**
 * The failure for clients that may not know paths: each path is reduced to its last part. `known` are paths that a
 * message may contain; those that the errors carry are added.
 */
export function withoutPaths(failure: Error, known: readonly string[], error: unknown = failure): Error {
  if (!(failure instanceof ORPCError)) return failure;
  const paths = [...new Set([...known, ...pathsOf(error)])].sort((one, other) => other.length - one.length);
  const hide = (text: string) => paths.reduce((rest, path) => rest.replaceAll(path, basename(path)), text);
  const { code, status, cause } = failure;
  const data: unknown = failure.data;
  const hidden =
    isRecord(data) && typeof data["message"] === "string"
      ? { ...data, message: hide(data["message"]) }
      : data;
  return new ORPCError(code, { status, message: hide(failure.message), data: hidden, cause });
}

/** A sentence from the system or a thread: each path in it, known or not, is reduced to its last part. */
export function withoutPathsIn(text: string, known: readonly string[]): string {
  const hidden = [...known]
    .sort((one, other) => other.length - one.length)
    .reduce((rest, path) => rest.replaceAll(path, basename(path)), text);
  return hidden.replace(/(^|[\s'"“‘(`=])(?:file:\/\/)?(?:[A-Za-z]:)?[\\/](?:[^\s\\/'"”’)`]+[\\/])+/gu, "$1");
}

/** Every path that an error and its causes carry as a member. */
function pathsOf(error: unknown, depth = 8): string[] {
  if (!isRecord(error) || depth === 0) return [];
  const own = ["path", "dest", "file"].flatMap((member) => error[member] ?? []);
  const inner = [error["cause"], ...(Array.isArray(error["errors"]) ? error["errors"] : [])];
  const paths = own.filter((path) => typeof path === "string" && isAbsolute(path) && basename(path) !== "");
  return [...(paths as string[]), ...inner.flatMap((next) => pathsOf(next, depth - 1))];
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

function defect(cause: unknown): ORPCError<"INTERNAL_SERVER_ERROR", undefined> {
  const reason = reasonOf(cause);
  const message = `Internal error of Strata: ${reason}`;
  return new ORPCError("INTERNAL_SERVER_ERROR", { message, cause });
}

/** Which part of the input does not match the contract, and why. */
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
  const where = path.length > 0 ? `Invalid “${path.join(".")}”` : "Invalid input";
  return failed(code, `${where}: ${issue?.message ?? "it has the wrong form"}.`);
}
