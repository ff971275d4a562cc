export { type Comparand, comparand } from "./diff.ts";
export { DRAFT_PIECE, LARGEST_DRAFT } from "./drafts.ts";
export * from "./engine.ts";
export * from "./errors.ts";
export { type ImportPlan, importPlan } from "./schemas.ts";
export * from "./shell.ts";
export type { StoreProblem } from "./stores.ts";
export type { Progress } from "./transfer.ts";
export type { SnapshotRule, WatchStatus } from "./watch.ts";
