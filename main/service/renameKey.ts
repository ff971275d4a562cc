import type { Key, Revision } from "../../shared/model/index.ts";
import { ConflictError, type EnhancedPersistence, InvalidKeyError, NotFoundError } from "../engine/index.ts";

/**
 * Renames a key, as one revision with its own operation, so that the key's history continues under the new name.
 *
 * @throws {InvalidKeyError} if both names are equal.
 * @throws {NotFoundError} if there is no such key.
 * @throws {ConflictError} if the new name is taken, or another writer changed either key meanwhile.
 */
export async function renameKey(
  store: EnhancedPersistence,
  from: Key,
  to: Key,
  message?: string,
): Promise<Revision> {
  if (from === to) throw new InvalidKeyError(`“${to}” is the name that the key has already.`, { key: to });
  const entry = await store.read(from);
  if (!entry) throw new NotFoundError(`The key “${from}” no longer exists.`, { key: from });
  if (await store.read(to)) {
    throw new ConflictError(`A key “${to}” already exists. Choose another name.`, { key: to });
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
