import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const output = fileURLToPath(new URL("../../dist/packaged", import.meta.url));

/** The app as `npm run package -- --dir` leaves it. */
export interface Packaged {
  /** Everything that an installer would put on a disk. */
  readonly folder: string;
  readonly executable: string;
  /** Where the app's archive is. */
  readonly resources: string;
}

export function findPackaged(): Packaged {
  const folder = folders().find((name) => name.startsWith(ofThisSystem.prefix));
  if (folder === undefined) throw new Error("Nothing is packaged here: npm run package -- --dir does it.");
  const inFolder = (path: string) => join(output, folder, path);
  return {
    folder: join(output, folder),
    executable: inFolder(ofThisSystem.executable),
    resources: inFolder(ofThisSystem.resources),
  };
}

const ofThisSystem =
  process.platform === "darwin"
    ? {
        prefix: "mac",
        executable: "Strata.app/Contents/MacOS/Strata",
        resources: "Strata.app/Contents/Resources",
      }
    : process.platform === "win32"
      ? { prefix: "win", executable: "Strata.exe", resources: "resources" }
      : { prefix: "linux", executable: "strata-desktop", resources: "resources" };

function folders(): string[] {
  try {
    return readdirSync(output);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
