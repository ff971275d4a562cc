export { changesOf, type PlaceChange } from "./changes.ts";
export {
  type CompareOptions,
  type Comparison,
  compareJson,
  compareValues,
  MAX_STRUCTURAL_LENGTH,
} from "./compare.ts";
export { DiffOutline } from "./outline.ts";
export { patchOperations } from "./patch.ts";
export { fromPattern } from "./pattern.ts";
export { differsAt } from "./placesAt.ts";
export { isCommonText } from "./renames.ts";
export {
  HTML_TAIL,
  htmlHead,
  htmlKey,
  type KeyReport,
  markdownHead,
  markdownKey,
  type ReportHead,
} from "./report.ts";
export { type Cell, cellOf, type DiffRow, INVISIBLE, visible } from "./row.ts";
export {
  type ChangeKind,
  type ChangeTotals,
  type DiffChild,
  type DiffNode,
  NO_CHANGES,
  type Path,
  type SameRun,
} from "./tree.ts";
export { type Segment, wordDifference } from "./words.ts";
