// The parts of the scan, for a reader that takes large text apart piece by piece.
export { describeUnexpected } from "./describe.ts";
export { endOfString, endOfValue } from "./ends.ts";
export { nameAt } from "./failure.ts";
export { withoutGaps } from "./minify.ts";
export { membersFrom } from "./objectMembers.ts";
export { scanName, scanValue, skipSpace } from "./scan.ts";
export { ScanInSlices } from "./scanInSlices.ts";
