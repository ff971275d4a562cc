import { show } from "../../calls/expect.ts";
import { InvalidOptionError } from "../../errors.ts";

/**
 * A snapshot's description or pin reason, or null.
 *
 * @throws {InvalidOptionError} if it is neither text nor null; half a surrogate pair would be read back as another
 * character.
 */
export function checkNote(name: "description" | "pinReason", note: unknown): string | null {
  if (note === null || (typeof note === "string" && note.isWellFormed())) return note;
  const got = typeof note === "string" ? "half a pair of surrogates in it" : show(note);
  throw new InvalidOptionError(`Expected the "${name}" option to be a text or null, got ${got}.`);
}
