export type {
  Branded,
  DeletedSnapshot,
  DifferenceKind,
  DifferenceTotals,
  Entry,
  EntrySummary,
  JsonText,
  JsonType,
  Key,
  KeyDifference,
  Moment,
  Operation,
  Revision,
  RevisionRecord,
  SnapshotMetadata,
  SnapshotVersion,
  StoreChange,
  UndoStep,
} from "../../shared/model/index.ts";
export { type CachedPersistence, createCachedPersistence } from "./cachedPersistence.ts";
export { lossMessage } from "./core/lostInWords.ts";
export { createEnhancedPersistence } from "./createEnhancedPersistence.ts";
export * from "./errors.ts";
export { type Blame, blame } from "./leaf/blame.ts";
export { leafHistory } from "./leaf/leafHistory.ts";
export { type LeafRestore, planLeafRestore, restoreLeaf } from "./leaf/restoreLeaf.ts";
export { type MemberChange, setMember } from "./leaf/setMember.ts";
export type * from "./persistence.ts";
export { summaryOf } from "./read/summary.ts";
export { type RecoveredState, type RecoverReport, recoverStore } from "./recover/index.ts";
export { type EntryFilter, entryFilter, type FilterMode } from "./search/entryFilter.ts";
export { type FoundInterval, type SearchStep, searchHistory } from "./search/historySearch.ts";
export { canHoldStore, holdsStore } from "./storage/location.ts";
export type {
  Agreement,
  FileAccess,
  PlannedWrite,
  ReplacedFile,
  SnapshotRule,
  WatchBinding,
  WatchEvent,
  WatchState,
  WatchStatus,
} from "./watch/binding.ts";
export {
  claimedFile,
  removeClaim,
  type StoreBinding,
  type StoreIdentity,
  WatchBindings,
} from "./watch/bindings.ts";
export type { Exchange } from "./watch/exchange.ts";
export { FileWatch, type FileWatchOptions } from "./watch/fileWatch.ts";
export type { SystemEvents } from "./watch/watchedFile.ts";
