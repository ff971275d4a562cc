import { InvalidOptionError } from "../errors.ts";

/**
 * What a person wrote about a snapshot, or null.
 *
 * @throws {InvalidOptionError} if it is neither; half a pair of surrogates would come back as another character.
 */
export function checkNote(name: "description" | "pinReason", note: unknown): string | null {
  if (note === null || (typeof note === "string" && note.isWellFormed())) return note;
  const found = typeof note === "string" ? "half a pair of surrogates in it" : typeof note;
  throw new InvalidOptionError(`Expected the ${name} to be a text or null, found ${found}.`);
}
