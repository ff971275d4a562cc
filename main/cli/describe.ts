import type { KeyDifference, RevisionRecord, SnapshotMetadata, UndoStep } from "../../shared/model/index.ts";
import { isoTime } from "../service/records.ts";
import { bytes, counted } from "./output.ts";
import { oneLine } from "./printable.ts";
import { type Line, type Painted, painted } from "./styled.ts";

const SIGNS = { added: "+", removed: "-", changed: "~", moved: ">" } as const;
const STYLES = { added: "green", removed: "red", changed: "yellow", moved: "cyan" } as const;

/** `set of user:1`, `import of 12 keys (cities.json)`. */
export function describeStep({ operation, key, touched, detail }: RevisionRecord | UndoStep): string {
  const what = key === null ? counted(touched, "key") : oneLine(key);
  return `${operation} of ${what}${detail === null ? "" : ` (${oneLine(detail)})`}`;
}

export function revisionLine(record: RevisionRecord): readonly (string | Painted)[] {
  const { author, message } = record;
  const why = message === null ? "" : `  “${oneLine(message)}”`;
  return [
    painted("yellow", `r${record.revision}`),
    `  ${isoTime(record.at)}  ${authorPart(author)}${describeStep(record)}${why}`,
  ];
}

/** The author, to print before the operation; empty if it is unknown. */
export function authorPart(author: string | null): string {
  return author === null ? "" : `${oneLine(author)}  `;
}

export function describeSnapshot(snapshot: SnapshotMetadata): string {
  const { version, createdAt, kind, deltaSize, entryCount, sizeBytes, pinned } = snapshot;
  const parts = [
    version,
    createdAt,
    `r${snapshot.revision}`,
    kind === "delta" ? `delta of ${counted(deltaSize ?? 0, "key")}` : counted(entryCount, "key"),
    bytes(sizeBytes),
    ...(pinned ? ["pinned"] : []),
    ...labels(snapshot),
  ];
  return parts.join("  ");
}

/** `v1795409235-7d0f0a3e  [release]  Before the migration`. */
export function snapshotName(snapshot: SnapshotMetadata): string {
  return [snapshot.version, ...labels(snapshot)].join("  ");
}

function labels({ tags, description }: SnapshotMetadata): string[] {
  return [...tags.map((tag) => `[${oneLine(tag)}]`), ...(description === null ? [] : [oneLine(description)])];
}

/** `~ user:1`. */
export function differenceLine({ key, kind }: Pick<KeyDifference, "key" | "kind">): Line {
  return [sign(kind), ` ${oneLine(key)}`];
}

/** The sign of a kind of change, coloured. */
export function sign(kind: keyof typeof SIGNS): Painted {
  return painted(STYLES[kind], SIGNS[kind]);
}
