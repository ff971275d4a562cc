import type { Revision } from "../../../../../shared/model/index.ts";
import type { Awaitable } from "../../backend.ts";
import type { ReadStatements } from "../storage/readStatements.ts";

/**
 * What a read needs: the state at a revision; everything superseded in the history and every revision in the log; or the
 * tables as they are.
 */
export type Need = Revision | "history" | "tables";

/**
 * Runs a read in one consistent view. It may run twice, so it keeps nothing until it is over.
 *
 * @param read Gets whether the revision that it needs is the present.
 */
export type Reads = <T>(
  need: Need,
  read: (statements: ReadStatements, isPresent: boolean) => T,
) => Awaitable<T>;
