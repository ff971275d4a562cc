import type { SaidOfSnapshot, SnapshotMetadata } from "../../../../shared/model/index.ts";

type Test = (value: unknown) => boolean;

const text: Test = (value) => typeof value === "string";
const textOrNull: Test = (value) => value === null || text(value);

/** What a bundle has to say about a snapshot, and how. */
const TESTS: { readonly [Field in keyof SaidOfSnapshot | "checksum" | "baseVersion"]-?: Test } = {
  version: (value) => text(value) && /^v\d{1,15}-[0-9a-f]{8}$/.test(String(value)),
  createdAt: (value) => text(value) && !Number.isNaN(Date.parse(String(value))),
  tags: (value) => Array.isArray(value) && value.every(text),
  description: textOrNull,
  userInfo: (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  pinned: (value) => typeof value === "boolean",
  pinReason: textOrNull,
  checksum: text,
  baseVersion: textOrNull,
};

/** Whether a line of a bundle describes a snapshot. */
export function isDescribed(metadata: unknown): metadata is SnapshotMetadata {
  if (typeof metadata !== "object" || metadata === null) return false;
  return Object.entries(TESTS).every(([field, test]) => test((metadata as Record<string, unknown>)[field]));
}
