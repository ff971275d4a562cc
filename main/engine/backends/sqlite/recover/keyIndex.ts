import { cellsOf } from "./cells.ts";
import type { PageImage } from "./pages.ts";
import { type Roots, walk } from "./trees.ts";

/** The keys in the index of present keys, as far as it is readable: it may name keys whose values are lost. */
export function indexedKeys(image: PageImage, roots: Roots): ReadonlySet<string> {
  const root = roots.get("sqlite_autoindex_live_1");
  const keys = new Set<string>();
  for (const number of root === undefined ? [] : walk(image, [root]).reached) {
    const page = image.page(number);
    if (page === undefined) continue;
    for (const { columns } of cellsOf(image, page, number)) {
      if (columns.length === 2 && typeof columns[0] === "string") keys.add(columns[0]);
    }
  }
  return keys;
}
