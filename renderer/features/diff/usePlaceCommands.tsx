import { Braces, Copy, History } from "lucide-react";
import { useCallback } from "react";
import { cellOf, type DiffRow } from "../../../shared/diff/index.ts";
import {
  type ExactValue,
  fromPointer,
  parseExact,
  stringifyExact,
  valueAtPath,
} from "../../../shared/json/index.ts";
import type { Key } from "../../../shared/model/index.ts";
import type { ValuePair } from "../../comparison/useDiffRows.ts";
import { useAppStore } from "../../state/app.ts";
import { isFile, momentName, type Side } from "../../state/moments.ts";
import type { Action } from "../../ui/index.ts";

/** The commands for one place in the difference of a key: copy it, or restore it to the present. */
export function usePlaceCommands(
  from: Side,
  to: Side,
  key: Key | null,
  values: ValuePair | null,
): (row: DiffRow) => readonly Action[] {
  const app = useAppStore();
  return useCallback(
    (row) => {
      if (key === null || values === null || row.fold === "run") return [];
      const copy = (what: string, text: string) => {
        const { notify, fail } = app.getState();
        navigator.clipboard.writeText(text).then(() => notify({ message: `Copied ${what}` }), fail);
      };
      const side = row.after === null ? "before" : "after";
      const commands: Action[] = [
        {
          id: "copyValue",
          name: "Copy value",
          icon: <Copy />,
          run: () => {
            const text = textAt(values[side], row.pointer);
            if (text !== null) copy("the value", text);
          },
        },
        {
          id: "copyPointer",
          name: "Copy JSON Pointer",
          icon: <Braces />,
          run: () => copy("the JSON Pointer", row.pointer),
        },
      ];
      const past = to.kind === "now" ? from : from.kind === "now" ? to : null;
      if (past === null || past.kind === "now" || isFile(past) || row.kind === "same") return commands;
      if (!isSamePlace(row, values)) return commands;
      return [
        {
          id: "bringBack",
          writes: true,
          name: `Restore this from ${momentName(past, app.getState().snapshots)}…`,
          icon: <History />,
          run: () => app.getState().show({ kind: "bringBack", key, pointer: row.pointer, to: past }),
        },
        ...commands,
      ];
    },
    [app, from, to, key, values],
  );
}

/**
 * Whether the row's pointer names on either side what the row shows there. Items of arrays that moved, or that others
 * moved past, have another pointer on each side, and restoring them by one pointer would write to another item.
 */
function isSamePlace(row: DiffRow, values: ValuePair): boolean {
  return (["before", "after"] as const).every((side) => {
    const there = cellOf(valueAt(values[side], row.pointer));
    const shown = row[side];
    if (there === null || shown === null) return there === shown;
    return there.type === shown.type && there.size === shown.size && there.text === shown.text;
  });
}

function valueAt(text: string | null, pointer: string): ExactValue | undefined {
  const path = fromPointer(pointer);
  return text === null || path === null ? undefined : valueAtPath(parseExact(text), path);
}

function textAt(text: string | null, pointer: string): string | null {
  const value = valueAt(text, pointer);
  return value === undefined ? null : stringifyExact(value);
}
