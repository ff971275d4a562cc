import { homedir } from "node:os";
import { isAbsolute, join, resolve } from "node:path";

/**
 * The directory that holds Strata's preferences and the stores it keeps by itself, the same one for the desktop and the
 * browser shell: `STRATA_USER_DATA` where that is set, else where the system wants it.
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

/** Where it is kept which stores are being opened. */
export function openingsDirectory(dataDirectory: string): string {
  return join(dataDirectory, "openings");
}

/** Where it is kept which stores this installation bound to which files. */
export function bindingsDirectory(dataDirectory: string): string {
  return join(dataDirectory, "bindings");
}
