import type { HTMLAttributes } from "react";
import { toPointer } from "../../../../shared/json/index.ts";
import { visibleName } from "../../../ui/index.ts";
import { cutText } from "./cutText.ts";
import { COUNTED, childCount, type Outline, rowAt, type TreeRow } from "./outline.ts";

/** Characters of a leaf in the name of its row. */
const SPOKEN = 200;

interface RowProps {
  readonly rowKey: (index: number) => string | number;
  readonly rowProps: (index: number) => HTMLAttributes<HTMLDivElement>;
}

/** What the rows of a tree are to React and to assistive technology: a row is known by its path, and its name says its value. */
export function rowProps(outline: Outline): RowProps {
  return {
    rowKey: (index) => {
      const row = rowAt(outline, index);
      return row ? toPointer(row.path) : index;
    },
    rowProps: (index) => {
      const row = rowAt(outline, index);
      if (!row) return {};
      const isBranch = row.type === "object" || row.type === "array";
      return {
        "aria-level": row.depth + 1,
        "aria-posinset": row.index + 1,
        "aria-setsize": row.branch.starts.length,
        "aria-label": `${visibleName(String(row.step))}: ${valueInWords(outline, row)}`,
        ...(isBranch ? { "aria-expanded": row.isOpen } : {}),
      };
    },
  };
}

function valueInWords(outline: Outline, row: TreeRow): string {
  if (row.type === "object" || row.type === "array") {
    return countInWords(childCount(outline, row), row.type);
  }
  const cut = cutText(outline.text, row.valueStart, Math.min(row.end, row.valueStart + SPOKEN));
  return visibleName(row.end - row.valueStart > SPOKEN ? `${cut}…` : cut);
}

/** "3 members", "1,000+ items". */
export function countInWords(count: number, type: "object" | "array"): string {
  const noun = type === "array" ? "item" : "member";
  const many = count >= COUNTED ? `${COUNTED.toLocaleString()}+` : count.toLocaleString();
  return `${many} ${noun}${count === 1 ? "" : "s"}`;
}
