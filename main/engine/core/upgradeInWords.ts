import { basename } from "node:path";
import type { StoreUpgrade } from "../persistence.ts";

/** For people: what was done to a store of an earlier format, and what may be deleted. It names no folder. */
export function upgradeMessage(name: string, { from, to, copy }: StoreUpgrade): string {
  return (
    `${name} was of format ${from} and is of format ${to} now; an older Strata can't open it any more. As it was, it is kept in ` +
    `its folder as ${basename(copy)}. Delete that file once you are sure that you don't need it.`
  );
}
