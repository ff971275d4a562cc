import { url } from "node:inspector";
import { app } from "electron";

/**
 * What hands the running app to another program, in Chromium's and Node's words. A fuse closes Node's inspector in an
 * installed app; Chromium's has none.
 */
const SWITCHES = [
  "remote-debugging-port",
  "remote-debugging-pipe",
  "remote-debugging-io-pipes",
  "remote-debugging-address",
  "remote-debugging-targets",
  "remote-allow-origins",
  "inspect",
  "inspect-brk",
  "inspect-brk-node",
  "inspect-port",
  "inspect-publish-uid",
  "inspect-wait",
  "debug-port",
  "disable-web-security",
  "load-extension",
] as const;
const USAGE = 2;

/**
 * Ends an installed app that was started to be remote-controlled, before it has a window or listens anywhere. Where the
 * inspector is open, which only a build for tests lets it be, there is nothing left to refuse.
 */
export function refuseDebugging(): void {
  if (!app.isPackaged || url() !== undefined) return;
  const given = SWITCHES.filter((name) => app.commandLine.hasSwitch(name));
  if (given.length === 0) return;
  const names = given.map((name) => `--${name}`).join(", ");
  process.stderr.write(
    `Strata does not start with ${names}: another program could then act in its windows.\n`,
  );
  process.exit(USAGE);
}
