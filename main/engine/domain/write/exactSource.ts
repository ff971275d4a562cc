import type { Source } from "../../backends/backend.ts";

const EXACT = new WeakSet<object>();

/** Says that every text of a source is JSON as a store keeps it: read by the engine's own readers, not to be read again. */
export function exact<S extends Source>(source: S): S {
  EXACT.add(source);
  return source;
}

/** Whether that was said of a source. Each change of another one is checked where a caller made it (rule V1). */
export function isExact(source: Source): boolean {
  return EXACT.has(source);
}
