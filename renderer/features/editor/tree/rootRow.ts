import { typeAt } from "../../../../shared/json/index.ts";
import type { TreeRow } from "./outline.ts";

/** A value that is no container, as if it were a row of its own. */
export function rootRow(text: string): TreeRow {
  return {
    path: [],
    step: "",
    depth: 0,
    branch: {
      isArray: true,
      start: 0,
      end: text.length,
      starts: [0],
      openAt: [],
      open: [],
      openRows: [],
      rows: 0,
    },
    index: 0,
    start: 0,
    valueStart: 0,
    end: text.length,
    type: typeAt(text, 0),
    isOpen: false,
  };
}
