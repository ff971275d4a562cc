import type { EnhancedPersistenceOptions } from "../persistence.ts";
import type { Directed } from "./commands.fixture.ts";

/** Sequences that failed once, cut down to what it took. */
export const regressions: readonly {
  readonly name: string;
  readonly options: EnhancedPersistenceOptions;
  readonly commands: readonly Directed[];
}[] = [];
