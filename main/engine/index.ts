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
export { type RecoveredState, type RecoverReport, recoverStore } from "./backends/sqlite/recover/index.ts";
export { canHoldStore, holdsStore } from "./backends/sqlite/storage/location.ts";
export { type CachedPersistence, createCachedPersistence } from "./cachedPersistence.ts";
export { lossMessage } from "./core/lostInWords.ts";
export { upgradeMessage } from "./core/upgradeInWords.ts";
export { createEnhancedPersistence } from "./createEnhancedPersistence.ts";
export { type Blame, blame } from "./domain/leaf/blame.ts";
export { leafHistory } from "./domain/leaf/leafHistory.ts";
export { type LeafRestore, planLeafRestore, restoreLeaf } from "./domain/leaf/restoreLeaf.ts";
export { type MemberChange, setMember } from "./domain/leaf/setMember.ts";
export { entriesOf } from "./domain/read/among.ts";
export { summaryOf } from "./domain/read/summary.ts";
export { type EntryFilter, entryFilter, type FilterMode } from "./domain/search/entryFilter.ts";
export { type FoundInterval, type SearchStep, searchHistory } from "./domain/search/historySearch.ts";
export * from "./errors.ts";
export type * from "./persistence.ts";
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
