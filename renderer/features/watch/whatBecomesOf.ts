import { formatCount } from "../../ui/index.ts";

/** What happens to a store's keys when it is bound to a file. */
export function whatBecomesOf(keys: number): string {
  if (keys === 0) return "The store is empty.";
  return keys === 1
    ? "The store’s key becomes what is in the file. Undo restores it."
    : `The store’s ${formatCount(keys, "key")} become what is in the file. Undo restores them.`;
}
