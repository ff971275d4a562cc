import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";

/**
 * The directory of Strata's preferences and own stores, common to the desktop and the browser shell: `STRATA_USER_DATA`
 * if it is set, else the system's default.
 */
export function userDataDirectory(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  const chosen = environment["STRATA_USER_DATA"];
  if (chosen) return resolve(chosen);
  if (platform === "darwin") return join(home, "Library", "Application Support", "Strata");
  if (platform === "win32") return join(environment["APPDATA"] ?? join(home, "AppData", "Roaming"), "Strata");
  // The specification of XDG_CONFIG_HOME says to ignore a relative one.
  const configured = environment["XDG_CONFIG_HOME"];
  return join(configured && isAbsolute(configured) ? configured : join(home, ".config"), "Strata");
}

/** The folder with notes about openings in progress. */
export function openingsDirectory(dataDirectory: string): string {
  return join(dataDirectory, "openings");
}

/** The folder with this installation's bindings of stores to files. */
export function bindingsDirectory(dataDirectory: string): string {
  return join(dataDirectory, "bindings");
}
