import type { Source } from "../../backends/backend.ts";

const EXACT = new WeakSet<object>();

/**
 * Marks every text of a source as JSON in the stored form: it comes from the engine's own readers and need not be
 * checked again.
 */
export function exact<S extends Source>(source: S): S {
  EXACT.add(source);
  return source;
}

/**
 * Whether a source is marked. Each change of any other source is checked, with the caller's place in errors (rule V1).
 */
export function isExact(source: Source): boolean {
  return EXACT.has(source);
}
