import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Preferences } from "../../../shared/contract/index.ts";
import { SETTINGS_FILE, Settings } from "./settings.ts";

/** The preferences in this directory, read only. As in the shells, an unreadable file counts as absent. */
export function storedPreferences(dataDirectory: string): Preferences {
  const members = membersOf(join(dataDirectory, `${SETTINGS_FILE.fileName}.json`));
  return new Settings({
    get: (member) => members[member],
    set: () => {
      throw new TypeError("These settings are read only.");
    },
  }).preferences;
}

function membersOf(file: string): Readonly<Record<string, unknown>> {
  try {
    const content: unknown = JSON.parse(readFileSync(file, "utf8"));
    return typeof content === "object" && content !== null ? { ...content } : {};
  } catch {
    // Preferences must not make a command fail; their defaults are the careful ones.
    return {};
  }
}
