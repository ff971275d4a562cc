import { toPointer } from "../json/index.ts";
import { type Cell, cellsOf, type DiffRow } from "./row.ts";
import type { ChangeKind, DiffNode, Path, SameRun } from "./tree.ts";
import {
  countWithin,
  isContainer,
  itemsOf,
  membersOf,
  replacedBy,
  sizeOf,
  type WholeItem,
} from "./wholeItem.ts";
import { type Segment, withOmitted, wordDifference } from "./words.ts";

/** Runs up to this length are shown, because a fold would take as much space. */
const SHORT_RUN = 2;

/** The most rows that unfolding a run or container adds at once; the rest stays a run. */
const MAX_UNFOLDED = 1_000;

/** Added and removed containers with up to this many members, on all levels together, are shown open. */
const MAX_OPEN_MEMBERS = 60;

/** Beyond this many rows, containers are shown closed. */
const MAX_ROWS = 50_000;

/** UTF-16 units that one outline compares word by word. */
const WORD_BUDGET = 4_000_000;

/** Shorter strings are easy to compare without word marks. */
const MIN_WORD_TEXT = 24;

type Folded =
  | { readonly what: "node"; readonly node: DiffNode; readonly path: Path; readonly depth: number }
  | {
      readonly what: "value";
      readonly items: readonly WholeItem[];
      readonly path: Path;
      readonly depth: number;
    }
  | {
      readonly what: "run";
      readonly items: readonly WholeItem[];
      readonly path: Path;
      readonly depth: number;
    }
  | {
      readonly what: "same";
      readonly parent: DiffNode;
      readonly run: SameRun;
      readonly path: Path;
      readonly depth: number;
    };

/** The rows of a difference: all differing places, with equal parts folded until they are requested. */
export class DiffOutline {
  readonly #root: DiffNode;
  readonly #opensSame: boolean;
  readonly #folded = new Map<number, Folded>();
  #lastId = 0;
  #rowCount = 0;
  #wordBudget = WORD_BUDGET;

  /** @param opensSame opens small unchanged containers too, for reading a value rather than a difference. */
  constructor(root: DiffNode, opensSame = false) {
    this.#root = root;
    this.#opensSame = opensSame;
  }

  rows(): DiffRow[] {
    const rows: DiffRow[] = [];
    this.#node(this.#root, [], 0, rows);
    return rows;
  }

  /**
   * The rows inside a closed container or a run. They may include closed containers and runs again. Empty for an id of
   * neither.
   */
  unfold(id: number): DiffRow[] {
    const folded = this.#folded.get(id);
    if (folded === undefined) return [];
    const rows: DiffRow[] = [];
    this.#rowCount = 0;
    switch (folded.what) {
      case "node":
        this.#children(folded.node, folded.path, folded.depth + 1, rows);
        break;
      case "value":
        for (const item of folded.items) this.#items(membersOf(item), folded.path, folded.depth + 1, rows);
        break;
      case "run":
        this.#items(folded.items, folded.path, folded.depth, rows);
        break;
      case "same":
        this.#items(itemsOf(folded.parent, folded.run), folded.path, folded.depth, rows);
        break;
    }
    return rows;
  }

  #node(node: DiffNode, path: Path, depth: number, rows: DiffRow[]): void {
    if (node.children === null) {
      if (isContainer(node.before ?? null) || isContainer(node.after ?? null))
        this.#wholeNode(node, path, depth, rows);
      else rows.push(this.#row(node, path, depth, "none"));
      return;
    }
    this.#rowCount += node.children.length;
    const open = this.#rowCount <= MAX_ROWS;
    const row = this.#row(node, path, depth, open ? "open" : "closed");
    rows.push(row);
    if (open) this.#children(node, path, depth + 1, rows);
    else this.#folded.set(row.id, { what: "node", node, path, depth });
  }

  /** A container that exists on one side only, has another type, moved without changes, or is ignored. */
  #wholeNode(node: DiffNode, path: Path, depth: number, rows: DiffRow[]): void {
    const kind = node.before === undefined ? "added" : node.after === undefined ? "removed" : "same";
    const item: WholeItem = { ...node, name: node.name ?? "", kind };
    const items = node.kind === "changed" ? replacedBy(node) : [item];
    const size = items.reduce((total, { before, after }) => total + sizeOf(after ?? before), 0);
    const open =
      size > 0 && (kind !== "same" || node.kind === "changed" || this.#opensSame) && this.#mayOpen(items);
    const row = this.#row(node, path, depth, size === 0 ? "none" : open ? "open" : "closed");
    rows.push(row);
    if (open) for (const one of items) this.#items(membersOf(one), path, depth + 1, rows);
    else if (size > 0) this.#folded.set(row.id, { what: "value", items, path, depth });
  }

  #children(node: DiffNode, path: Path, depth: number, rows: DiffRow[]): void {
    for (const child of node.children ?? []) {
      if (child.kind !== "run") {
        this.#node(child, [...path, child.name ?? ""], depth, rows);
      } else if (child.count <= SHORT_RUN) {
        this.#items(itemsOf(node, child), path, depth, rows);
      } else {
        const row = this.#run(child.count, path, depth, "same");
        rows.push(row);
        this.#folded.set(row.id, { what: "same", parent: node, run: child, path, depth });
      }
    }
  }

  #items(items: readonly WholeItem[], path: Path, depth: number, rows: DiffRow[]): void {
    for (const item of items.slice(0, MAX_UNFOLDED)) {
      const itemPath = [...path, item.name];
      const size = sizeOf(item.after ?? item.before);
      const open = size > 0 && (item.kind !== "same" || this.#opensSame) && this.#mayOpen([item]);
      const row = this.#row(item, itemPath, depth, size === 0 ? "none" : open ? "open" : "closed");
      rows.push(row);
      if (open) this.#items(membersOf(item), itemPath, depth + 1, rows);
      else if (size > 0) this.#folded.set(row.id, { what: "value", items: [item], path: itemPath, depth });
    }
    const rest = items.slice(MAX_UNFOLDED);
    if (rest.length === 0) return;
    const row = this.#run(rest.length, path, depth, rest[0]?.kind ?? "same");
    rows.push(row);
    this.#folded.set(row.id, { what: "run", items: rest, path, depth });
  }

  #mayOpen(items: readonly WholeItem[]): boolean {
    const count = items.reduce(
      (total, { before, after }) => total + countWithin(after ?? before, MAX_OPEN_MEMBERS + 1),
      0,
    );
    if (count > MAX_OPEN_MEMBERS || this.#rowCount + count > MAX_ROWS) return false;
    this.#rowCount += count;
    return true;
  }

  #row(item: DiffNode | WholeItem, path: Path, depth: number, fold: DiffRow["fold"]): DiffRow {
    const isNode = "totals" in item;
    const [before, after] = cellsOf(item.before, item.after);
    const differs = item.kind !== "same" && (!isNode || item.children === null || item.kind === "moved");
    return {
      id: ++this.#lastId,
      depth,
      name: item.name,
      indexBefore: item.indexBefore === item.name ? null : item.indexBefore,
      pointer: toPointer(path),
      kind: item.kind,
      fold,
      before,
      after,
      words: item.kind === "changed" && isNode ? this.#words(before, after) : null,
      totals: isNode && (item.children !== null || item.totals.hidden > 0) ? item.totals : null,
      stop: differs && isNode,
    };
  }

  #run(count: number, path: Path, depth: number, kind: ChangeKind): DiffRow {
    return {
      id: ++this.#lastId,
      depth,
      name: count,
      indexBefore: null,
      pointer: toPointer(path),
      kind,
      fold: "run",
      before: null,
      after: null,
      words: null,
      totals: null,
      stop: false,
    };
  }

  #words(before: Cell | null, after: Cell | null): Segment[] | null {
    if (before?.type !== "string" || after?.type !== "string") return null;
    const length = before.text.length + after.text.length;
    if (Math.max(before.length, after.length) < MIN_WORD_TEXT || length > this.#wordBudget) return null;
    this.#wordBudget -= length;
    const segments = wordDifference(before.text, after.text);
    return segments && withOmitted(segments, after.omitted);
  }
}
