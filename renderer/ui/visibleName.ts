import { visible } from "../../shared/diff/index.ts";

/**
 * A name on one line in which nothing is invisible and nothing turns the text around it; in quotes when it is nothing
 * but space. For showing only.
 */
export function visibleName(name: string): string {
  if (name !== "" && name.trim() === "") return `“${escaped(name)}”`;
  return escaped(name);
}

function escaped(name: string): string {
  let shown = "";
  for (const character of visible(name)) {
    const code = character.charCodeAt(0);
    shown += code < 32 ? (escapes[character] ?? `\\u${code.toString(16).padStart(4, "0")}`) : character;
  }
  return shown;
}

const escapes: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };
