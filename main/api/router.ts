import { diff } from "./diff.ts";
import { entries } from "./entries.ts";
import { history } from "./history.ts";
import { engine } from "./implementer.ts";
import { restore } from "./restore.ts";
import { search } from "./search.ts";
import { snapshots } from "./snapshots.ts";
import { stores } from "./stores.ts";
import { transfer } from "./transfer.ts";
import { watch } from "./watch.ts";

/** Every call of the engine contract. Runs in the worker, or in process with another context. */
export const engineRouter = engine.router({
  stores,
  entries,
  snapshots,
  diff,
  restore,
  history,
  search,
  transfer,
  watch,
});
