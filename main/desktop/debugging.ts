import { url } from "node:inspector";
import { app } from "electron";

/**
 * Switches of Chromium and Node that let another program control the app. A fuse closes Node's inspector in an
 * installed app; Chromium has no fuse for it.
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
 * Ends an installed app that was started for remote control, before it opens a window or listens. In a build for tests,
 * where the inspector is open, nothing is refused.
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
