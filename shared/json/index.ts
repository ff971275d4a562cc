export { canonicalDecimal, equalDecimals } from "./decimal.ts";
export { equalExact, equalJson } from "./equal.ts";
export {
  ExactNumber,
  type ExactValue,
  exactNumber,
  isExactArray,
  isExactObject,
  parseExact,
  stringifyExact,
  toPlain,
} from "./exact.ts";
export {
  EXPORT_FORMAT_IDS,
  EXPORT_FORMATS,
  type ExportFormat,
  exportFormat,
  exportFormatFor,
} from "./exportFormats.ts";
export { formatBeginning, formatJson } from "./format.ts";
export { minify, minifyInSlices, type Validity, validate } from "./minify.ts";
export { items, memberOf, members, membersOf } from "./objectMembers.ts";
export { type Obstacle, valueAtPath, withValueAt } from "./place.ts";
export { fromPointer, shortPointer, toPointer } from "./pointer.ts";
export { preview, typeAt, typeOf } from "./summary.ts";
export { JsonSyntaxError, lineAndColumn, MAX_DEPTH, MAX_PARTS } from "./syntaxError.ts";
export { type Decision, type DisputedPlace, disputedPlaces, mergeThreeWay } from "./threeWay.ts";
