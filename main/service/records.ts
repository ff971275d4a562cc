import type { RevisionRecord } from "../../shared/model/index.ts";

/** A revision for programs: a number, with its time in ISO 8601 (UTC). */
export interface RevisionReport extends Omit<RevisionRecord, "at"> {
  readonly at: string;
}

export function toReport({ at, ...record }: RevisionRecord): RevisionReport {
  return {
    revision: record.revision,
    at: isoTime(at),
    operation: record.operation,
    touched: record.touched,
    key: record.key,
    detail: record.detail,
    author: record.author,
    message: record.message,
  };
}

/** Milliseconds since 1970-01-01 UTC as ISO 8601. */
export function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
