import { app } from "electron";
import { programToStart } from "./appImage.ts";

/**
 * Milliseconds. A second start of Strata asks the open process to come to the front. Chromium waits 20 s for its
 * answer, then ends that process and continues with the new one. Nothing else takes that long.
 */
const NO_ANSWER = 15_000;

/** The first process with this data; one that gave its paths to an open process; or one whose predecessor was ended. */
export type Claim = "first" | "handed over" | "replaced";

/** Claims the data for this process, unless another one has it open and answers. */
export function claimInstance(): Claim {
  const began = performance.now();
  if (!app.requestSingleInstanceLock()) return "handed over";
  return performance.now() - began > NO_ANSWER ? "replaced" : "first";
}

/** Starts Strata again once this process has ended, with its switches for Chromium and with these paths. */
export function startAfterThis(paths: readonly string[]): void {
  const switches = process.argv.slice(1).filter((argument) => /^--./.test(argument));
  app.relaunch({
    execPath: programToStart(process.execPath, process.env),
    args: [...switches, ...(app.isPackaged ? [] : [app.getAppPath()]), ...paths],
  });
}
