import {
  changesOf,
  compareJson,
  htmlKey,
  type KeyReport,
  markdownKey,
  patchOperations,
} from "../../shared/diff/index.ts";
import type { JsonText } from "../../shared/model/index.ts";
import type { DiffRequest } from "./protocol.ts";
import { compareOptions } from "./quiet.ts";

/** One key of a report: the operations of a JSON Patch, a section in Markdown, or one in HTML. */
export function describeKey({
  key,
  before,
  after,
  format,
  rules,
}: DiffRequest & { kind: "describe" }): string {
  if (format === "patch") {
    return patchOperations(before as JsonText | null, after as JsonText | null, [key]).join(",\n");
  }
  const comparison = compareJson(before, after, compareOptions(rules));
  if (comparison.kind === "tooLarge") throw new Error(`The value of ${key} is too large to be described.`);
  const kind: KeyReport["kind"] = before === null ? "added" : after === null ? "removed" : "changed";
  const report = { key, kind, changes: changesOf(comparison.root) };
  return format === "markdown" ? markdownKey(report) : htmlKey(report);
}
