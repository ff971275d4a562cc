import { cellsOf } from "./cells.ts";
import type { PageImage } from "./pages.ts";

const INTERIOR = 0x02;

/** The keys that the index of present keys names, as far as it can be read: it may know of values that are gone. */
export function indexedKeys(image: PageImage, root: number | null): ReadonlySet<string> {
  const keys = new Set<string>();
  const seen = new Set<number>();
  const due = root === null ? [] : [root];
  for (let number = due.pop(); number !== undefined; number = due.pop()) {
    const page = seen.has(number) ? undefined : image.page(number);
    if (page === undefined) continue;
    seen.add(number);
    for (const { columns } of cellsOf(image, page, number)) {
      if (columns.length === 2 && typeof columns[0] === "string") keys.add(columns[0]);
    }
    if (page[0] === INTERIOR) due.push(...children(page));
  }
  return keys;
}

function children(page: Buffer): number[] {
  const found = [page.readUInt32BE(8)];
  const count = page.readUInt16BE(3);
  for (let i = 0; i < count; i += 1) {
    const pointer = 12 + 2 * i;
    const at = pointer + 2 <= page.length ? page.readUInt16BE(pointer) : page.length;
    if (at + 4 <= page.length) found.push(page.readUInt32BE(at));
  }
  return found;
}
