import { isUtf8 } from "node:buffer";
import { readFileSync, statSync } from "node:fs";

/** Where Linux has the bytes that a process was given, each ended by a NUL. Node decodes them, and puts U+FFFD for what is not UTF-8. */
const ARGUMENTS = "/proc/self/cmdline";
const VARIABLES = "/proc/self/environ";
const REPLACED = "\uFFFD";

/**
 * Which argument, variable of ours, or name of the current folder is not UTF-8, in words; null when none is. Node gives
 * them with other characters in the place of such bytes: another key, or another file, would be meant.
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
    // Elsewhere the system keeps names as Unicode: there the character itself was given.
    return [];
  }
}

/** Each byte that is no ASCII as `\xff`. */
function shown(bytes: Buffer): string {
  return JSON.stringify(bytes.toString("latin1")).replace(
    /[\u0080-\u00ff]/g,
    (byte) => `\\x${byte.charCodeAt(0).toString(16)}`,
  );
}

/** Whether a path is what its folder is called: not where the name is no UTF-8. */
export function isNameOf(folder: string, path: string): boolean {
  if (!path.includes(REPLACED)) return true;
  const [there, here] = [statSync(path, { throwIfNoEntry: false }), statSync(folder)];
  return there?.ino === here.ino && there.dev === here.dev;
}
