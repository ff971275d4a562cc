import type { Operation, RevisionRecord } from "../../shared/model/index.ts";
import { stepSentence } from "../state/steps.ts";
import { formatCount, visibleName } from "../ui/index.ts";

const nouns: Readonly<Record<Operation, readonly [one: string, many: string]>> = {
  set: ["edit", "edits"],
  delete: ["deletion", "deletions"],
  rename: ["rename", "renames"],
  save: ["replacement", "replacements"],
  clear: ["clearing", "clearings"],
  import: ["import", "imports"],
  restore: ["restore", "restores"],
  undo: ["undo", "undos"],
  redo: ["redo", "redos"],
};

/**
 * A stretch of revisions in a few words: "37 edits in 12 keys", "Edit of api.Window", "3 edits, 1 import".
 *
 * @param records newest first, perhaps only the newest of them.
 * @param count how many revisions there are.
 */
export function activitySummary(records: readonly RevisionRecord[] | null, count: number): string {
  if (records === null || records.length === 0) return formatCount(count, "change");
  const [only] = records;
  if (only !== undefined && count === 1) return revisionSentence(only);
  if (records.length < count) return formatCount(count, "change");
  const operations = Map.groupBy(records, (record) => record.operation);
  const parts = [...operations]
    .sort(([, one], [, other]) => other.length - one.length)
    .map(([operation, of]) => `${of.length.toLocaleString()} ${nouns[operation][of.length === 1 ? 0 : 1]}`);
  const keys = new Set(records.map((record) => record.key));
  const shown = parts.length > 3 ? formatCount(count, "change") : parts.join(", ");
  return keys.has(null) ? shown : `${shown} in ${formatCount(keys.size, "key")}`;
}

/** One revision as a sentence: "Edit of api.Window". */
export function revisionSentence(record: RevisionRecord): string {
  const sentence = stepSentence(record);
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** Who made a revision and what they said about it, in words that follow its sentence: " by Ann: “moved to Oslo”". */
export function madeBy({ author, message }: RevisionRecord): string {
  const who = author === null ? "" : ` by ${visibleName(author)}`;
  return message === null ? who : `${who}: “${visibleName(message)}”`;
}
