import type { Key, Revision } from "../../shared/model/index.ts";
import { ConflictError, type EnhancedPersistence, InvalidKeyError, NotFoundError } from "../engine/index.ts";

/**
 * Gives a key another name, as one revision of its own kind: a key's history goes on under the new name.
 *
 * @throws {InvalidKeyError} if both names are the same.
 * @throws {NotFoundError} if there is no such key.
 * @throws {ConflictError} if the new name is taken, or either key was changed by somebody else meanwhile.
 */
export async function renameKey(
  store: EnhancedPersistence,
  from: Key,
  to: Key,
  message?: string,
): Promise<Revision> {
  if (from === to) throw new InvalidKeyError(`“${to}” is the name that the key has already.`, { key: to });
  const entry = await store.read(from);
  if (!entry) throw new NotFoundError(`There is no key “${from}” any more.`, { key: from });
  if (await store.read(to)) {
    throw new ConflictError(`There is a key “${to}” already. Choose another name.`, { key: to });
  }
  const revision = await store.write(
    [
      { key: from, text: null },
      { key: to, text: entry.text },
    ],
    {
      operation: "rename",
      detail: `${from} → ${to}`,
      message,
      expected: new Map([
        [from, entry.since],
        [to, null],
      ]),
    },
  );
  if (revision === null) throw new Error(`Renaming ${from} to ${to} changed nothing.`);
  return revision;
}
