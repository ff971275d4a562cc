const WORDS: Readonly<Record<string, string>> = {
  NaN: "NaN, which JSON has no way to say; use null or a string",
  Infinity: "Infinity, which JSON has no way to say; use null or a string",
  undefined: "undefined, which JSON has no way to say; use null or leave the member out",
  None: "None; JSON writes null",
  True: "True; JSON writes true in lower case",
  False: "False; JSON writes false in lower case",
};

/** Describes, for people, the unexpected text at this offset. */
export function describeUnexpected(text: string, offset: number): string {
  const rest = text.slice(offset, offset + 40);
  if (rest === "") return offset === 0 || text.trim() === "" ? "nothing" : "the end of the text";
  if (rest.startsWith("//") || rest.startsWith("/*") || rest.startsWith("#")) {
    return "a comment, which JSON does not have";
  }
  if (/^-\s*(?:Infinity|NaN)/.test(rest)) return "-Infinity or -NaN, which JSON has no way to say";
  const word = /^[\p{L}_$][\p{L}\p{N}_$]*/u.exec(rest)?.[0];
  if (word !== undefined) return Object.hasOwn(WORDS, word) ? (WORDS[word] ?? word) : `the word ${word}`;
  const character = String.fromCodePoint(rest.codePointAt(0) ?? 0);
  switch (character) {
    case "}":
    case "]":
      return /,\s*$/.test(text.slice(Math.max(0, offset - 200), offset))
        ? `${character} after a comma; JSON has no trailing commas`
        : character;
    case "'":
      return "a single quote; JSON's strings are in double quotes";
    case "+":
      return "a plus; JSON's numbers have none in front";
    case ".":
      return "a point; JSON's numbers begin with a digit";
    default:
      return /^[\x21-\x7e]$/.test(character) ? character : unicodeName(character);
  }
}

function unicodeName(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  if (code === "FEFF") return "a byte order mark (U+FEFF), which belongs at the start of a file only";
  return `the character U+${code}`;
}
