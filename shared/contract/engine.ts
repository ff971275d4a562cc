import { diff } from "./diff.ts";
import { entries } from "./entries.ts";
import { history } from "./history.ts";
import { restore } from "./restore.ts";
import { search } from "./search.ts";
import { snapshots } from "./snapshots.ts";
import { stores } from "./stores.ts";
import { transfer } from "./transfer.ts";
import { watch } from "./watch.ts";

/** The calls of the engine. They name stores and files by handle, never by path. */
export const engineContract = { stores, entries, snapshots, diff, restore, history, search, transfer, watch };
export type EngineContract = typeof engineContract;
