import Database from "better-sqlite3";
import { append } from "../../../../../shared/model/index.ts";
import { MIGRATIONS } from "../storage/schema.ts";
import { cellsOf } from "./cells.ts";
import type { PageImage } from "./pages.ts";

const TABLE_INTERIOR = 0x05;
const INDEX_INTERIOR = 0x02;
const LEAVES: ReadonlySet<number | undefined> = new Set([0x0d, 0x0a]);

/** The root page of each table and index, by name. */
export type Roots = ReadonlyMap<string, number>;

/** From the file's schema; if that is lost, as in a new store, because roots never move. */
export function rootsOf(image: PageImage): Roots {
  const roots = new Map<string, number>();
  for (const number of walk(image, [1]).reached) {
    const page = image.page(number);
    if (page === undefined) continue;
    for (const { rowid, columns } of cellsOf(image, page, number)) {
      const [kind, name, , root] = columns;
      if (rowid === null || (kind !== "table" && kind !== "index")) continue;
      if (typeof name === "string" && typeof root === "number") roots.set(name, root);
    }
  }
  return roots.has("live") && roots.has("history") ? roots : rootsOfNewStore(image.pageSize);
}

function rootsOfNewStore(pageSize: number): Roots {
  const database = new Database(":memory:");
  try {
    database.pragma(`page_size = ${pageSize}`);
    for (const migration of MIGRATIONS) database.exec(migration);
    const rows = database
      .prepare<[], { readonly name: string; readonly rootpage: number }>(
        "SELECT name, rootpage FROM sqlite_schema WHERE rootpage > 0",
      )
      .all();
    return new Map(rows.map(({ name, rootpage }) => [name, rootpage]));
  } finally {
    database.close();
  }
}

/**
 * The pages whose rows count. Pages that no tree leads to are outdated, unless the page that led there is damaged. Then
 * they are used too, provided that the free pages are known.
 */
export function pagesInUse(image: PageImage, roots: Roots): ReadonlySet<number> {
  const { reached, broken } = walk(image, [1, ...roots.values()]);
  if (!broken || !image.freeIsKnown) return reached;
  const used = new Set(reached);
  for (let number = 1; number <= image.pageCount; number += 1) if (!image.free.has(number)) used.add(number);
  return used;
}

/** The pages of the trees with these roots. */
export function walk(
  image: PageImage,
  roots: readonly number[],
): { readonly reached: ReadonlySet<number>; readonly broken: boolean } {
  const reached = new Set<number>();
  let broken = false;
  const due = [...roots];
  for (let number = due.pop(); number !== undefined; number = due.pop()) {
    const page = reached.has(number) ? undefined : image.page(number);
    if (page === undefined) {
      broken ||= !reached.has(number);
      continue;
    }
    const start = number === 1 ? 100 : 0;
    const type = page[start];
    if (type === TABLE_INTERIOR || type === INDEX_INTERIOR) append(due, children(page, start));
    else if (!LEAVES.has(type)) broken = true;
    reached.add(number);
  }
  return { reached, broken };
}

function children(page: Buffer, start: number): number[] {
  const found = [page.readUInt32BE(start + 8)];
  const count = page.readUInt16BE(start + 3);
  for (let i = 0; i < count; i += 1) {
    const pointer = start + 12 + 2 * i;
    const at = pointer + 2 <= page.length ? page.readUInt16BE(pointer) : page.length;
    if (at + 4 <= page.length) found.push(page.readUInt32BE(at));
  }
  return found;
}
