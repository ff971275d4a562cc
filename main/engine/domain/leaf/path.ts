import { fromPointer } from "../../../../shared/json/index.ts";
import { InvalidOptionError } from "../../errors.ts";

/**
 * The segments of a JSON Pointer (RFC 6901).
 *
 * @throws {InvalidOptionError} if it is invalid.
 */
export function parsePointer(pointer: string): string[] {
  const path = fromPointer(pointer);
  if (path === null) {
    throw new InvalidOptionError(
      `Expected a JSON Pointer like /members/0/name, or an empty one for the whole value, found ${JSON.stringify(pointer)}.`,
    );
  }
  return path;
}
