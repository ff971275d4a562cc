import { isUtf8 } from "node:buffer";
import { readFileSync, statSync } from "node:fs";

/**
 * The files in which Linux has a process's arguments and variables as bytes, each ended by a NUL. Node decodes them, and
 * replaces bytes that are not UTF-8 by U+FFFD.
 */
const ARGUMENTS = "/proc/self/cmdline";
const VARIABLES = "/proc/self/environ";
const REPLACED = "\uFFFD";

/**
 * A sentence that names an argument, or a variable of Strata, that is not UTF-8; null if there is none. Node's decoded
 * text would name another key or another file.
 */
export function notUtf8(
  args: readonly string[],
  variables: Readonly<Record<string, string | undefined>>,
): string | null {
  if (args.some((argument) => argument.includes(REPLACED))) {
    const found = foreign(ARGUMENTS).at(0);
    if (found !== undefined) return `An argument is not UTF-8: ${shown(found)}.`;
  }
  const ours = Object.keys(variables).filter((name) => name.startsWith("STRATA_"));
  if (ours.some((name) => variables[name]?.includes(REPLACED))) {
    const found = foreign(VARIABLES).find((bytes) => bytes.toString("latin1").startsWith("STRATA_"));
    if (found !== undefined) return `A variable is not UTF-8: ${shown(found)}.`;
  }
  return null;
}

function foreign(path: string): Buffer[] {
  try {
    const found: Buffer[] = [];
    const bytes = readFileSync(path);
    for (let from = 0, end = bytes.indexOf(0); end >= 0; from = end + 1, end = bytes.indexOf(0, from)) {
      const one = bytes.subarray(from, end);
      if (!isUtf8(one)) found.push(one);
    }
    return found;
  } catch {
    // Other systems pass Unicode, so the character itself was given.
    return [];
  }
}

/** The bytes as a JSON string in ASCII, with each other byte as `\xff`. */
function shown(bytes: Buffer): string {
  return JSON.stringify(bytes.toString("latin1")).replace(
    /[\u0080-\u00ff]/g,
    (byte) => `\\x${byte.charCodeAt(0).toString(16)}`,
  );
}

/** Whether this decoded path leads to the folder. It leads elsewhere if the folder's name is not UTF-8. */
export function isNameOf(folder: string, path: string): boolean {
  if (!path.includes(REPLACED)) return true;
  const [there, here] = [statSync(path, { throwIfNoEntry: false }), statSync(folder)];
  return there?.ino === here.ino && there.dev === here.dev;
}
