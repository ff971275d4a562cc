import { app } from "electron";
import { programToStart } from "./appImage.ts";

/**
 * Milliseconds. A second start of Strata asks the open process to come to the front. Chromium waits 20 s for its
 * answer, then ends it and lets the new one go on. Nothing else takes that long.
 */
const NO_ANSWER = 15_000;

/** How this start stands to one before it with the same data. */
export type Claim = "first" | "handed over" | "replaced";

/** Makes this process the one that is open; `replaced` where another one was, which did not answer and was ended. */
export function claimInstance(): Claim {
  const began = performance.now();
  if (!app.requestSingleInstanceLock()) return "handed over";
  return performance.now() - began > NO_ANSWER ? "replaced" : "first";
}

/** Starts Strata again once this process has ended, with what was given to Chromium then and these paths. */
export function startAfterThis(paths: readonly string[]): void {
  const switches = process.argv.slice(1).filter((argument) => /^--./.test(argument));
  app.relaunch({
    execPath: programToStart(process.execPath, process.env),
    args: [...switches, ...(app.isPackaged ? [] : [app.getAppPath()]), ...paths],
  });
}
