import { formatJson, toPointer } from "../../../../shared/json/index.ts";
import type { JsonType } from "../../../../shared/model/index.ts";
import { visibleName } from "../../../ui/visibleName.ts";
import {
  duplicateRow,
  freeName,
  insertChild,
  isWithin,
  moveRow,
  moveTo,
  removeRow,
  renameMember,
  replaceValue,
  type TreeEdit,
} from "./edits.ts";
import type { Path } from "./fold.ts";
import { type Branch, branchOf, indexOfPath, outlineOf, rowAt, type TreeRow } from "./outline.ts";
import { retyped } from "./retype.ts";
import type { Tree } from "./useTree.ts";

export interface RowCommand {
  readonly id: string;
  readonly name: string;
  readonly shortcut?: string;
  readonly isEnabled: boolean;
  readonly group: "edit" | "type" | "copy";
  readonly danger?: boolean;
  readonly run: () => void;
}

export interface RowCommands {
  /** What can be done with a row, in the order of its menu. */
  (row: TreeRow): readonly RowCommand[];
  replace(row: TreeRow, literal: string): TreeEdit;
  /** Why the name can't be had, or null once it is renamed. */
  rename(row: TreeRow, name: string): string | null;
  edit(row: TreeRow, part: "name" | "value"): void;
  editValue(row: TreeRow): void;
  addToRoot(): void;
}

interface Surroundings {
  readonly tree: Tree;
  readonly isReadOnly: boolean;
  /** The row that is to be moved elsewhere. */
  readonly taken: TreeRow | null;
  readonly onTake: (row: TreeRow) => void;
  readonly notify: (message: string) => void;
  readonly fail: (error: unknown) => void;
  readonly onEdit: (row: TreeRow, part: "name" | "value") => void;
}

const types: readonly { readonly type: JsonType; readonly name: string }[] = [
  { type: "string", name: "Text" },
  { type: "number", name: "Number" },
  { type: "boolean", name: "True or false" },
  { type: "null", name: "Null" },
  { type: "object", name: "Object" },
  { type: "array", name: "Array" },
];

/** Everything that can be done in the tree of one value. */
export function rowCommands(surroundings: Surroundings): RowCommands {
  const { tree, isReadOnly, taken, onTake, notify, fail, onEdit } = surroundings;
  const { outline } = tree;
  const { text } = outline;
  const state = { text, fold: tree.fold };
  const literalOf = (row: TreeRow) => text.slice(row.valueStart, row.end);

  const add = (branch: Branch, path: Path, index: number) => {
    const name = branch.isArray ? null : freeName(text, branch, "name");
    const edit = insertChild(state, branch, path, { index, name, value: "null" });
    tree.edit(edit);
    // The new row is written at once, by its name in an object.
    const next = edit.splice;
    const after = outlineOf(text.slice(0, next.at) + next.inserted + text.slice(next.at), edit.fold);
    const at = edit.path && indexOfPath(after, edit.path);
    const row = at === null ? undefined : rowAt(after, at);
    if (row) onEdit(row, branch.isArray ? "value" : "name");
  };
  const addInside = (row: TreeRow) => {
    const opened = branchOf(text, row);
    if (opened) add(opened, row.path, opened.starts.length);
  };
  const copy = (content: string, what: string) => {
    navigator.clipboard.writeText(content).then(() => notify(`Copied the ${what}`), fail);
  };

  const list = (row: TreeRow): RowCommand[] => {
    const above = row.path.slice(0, -1);
    const isBranch = row.type === "object" || row.type === "array";
    const canEdit = !isReadOnly;
    return [
      {
        id: "edit",
        name: "Edit value",
        shortcut: "F2",
        group: "edit",
        isEnabled: canEdit && !isBranch,
        run: () => onEdit(row, "value"),
      },
      {
        id: "rename",
        name: "Rename",
        shortcut: "Shift+F2",
        group: "edit",
        isEnabled: canEdit && !row.branch.isArray,
        run: () => onEdit(row, "name"),
      },
      {
        id: "add",
        name: row.type === "array" ? "Add item inside" : "Add member inside",
        shortcut: "Shift+Insert",
        group: "edit",
        isEnabled: canEdit && isBranch,
        run: () => addInside(row),
      },
      {
        id: "addAfter",
        name: "Add after",
        shortcut: "Insert",
        group: "edit",
        isEnabled: canEdit,
        run: () => add(row.branch, above, row.index + 1),
      },
      {
        id: "duplicate",
        name: "Duplicate",
        shortcut: "Mod+D",
        group: "edit",
        isEnabled: canEdit,
        run: () => tree.edit(duplicateRow(state, row)),
      },
      {
        id: "up",
        name: "Move up",
        shortcut: "Alt+ArrowUp",
        group: "edit",
        isEnabled: canEdit && row.index > 0,
        run: () => tree.edit(moveRow(state, row, -1)),
      },
      {
        id: "down",
        name: "Move down",
        shortcut: "Alt+ArrowDown",
        group: "edit",
        isEnabled: canEdit && row.index < row.branch.starts.length - 1,
        run: () => tree.edit(moveRow(state, row, 1)),
      },
      {
        id: "take",
        name: "Move elsewhere",
        shortcut: "Mod+X",
        group: "edit",
        isEnabled: canEdit,
        run: () => {
          onTake(row);
          notify(`Now choose where “${visibleName(String(row.step))}” goes, and there “Move it here”`);
        },
      },
      {
        id: "put",
        name: "Move it here",
        shortcut: "Mod+V",
        group: "edit",
        isEnabled: canEdit && taken !== null && !isWithin(row, taken),
        run: () => taken && tree.edit(moveTo(state, taken, row)),
      },
      {
        id: "delete",
        name: "Delete",
        shortcut: "Delete",
        group: "edit",
        danger: true,
        isEnabled: canEdit,
        run: () => tree.edit(removeRow(state, row)),
      },
      ...types.map(
        ({ type, name }): RowCommand => ({
          id: `type ${type}`,
          name: `Make it ${name === "Null" ? "null" : name.toLowerCase()}`,
          group: "type",
          isEnabled: canEdit && type !== row.type,
          run: () => tree.edit(replaceValue(state, row, retyped(literalOf(row), row.type, type))),
        }),
      ),
      {
        id: "copyValue",
        name: "Copy value",
        shortcut: "Mod+C",
        group: "copy",
        isEnabled: true,
        run: () => copy(isBranch ? formatJson(literalOf(row)) : literalOf(row), "value"),
      },
      {
        id: "copyPath",
        name: "Copy path",
        group: "copy",
        isEnabled: true,
        run: () => copy(pathText(row.path), "path"),
      },
      {
        id: "copyPointer",
        name: "Copy JSON Pointer",
        group: "copy",
        isEnabled: true,
        run: () => copy(toPointer(row.path), "JSON Pointer"),
      },
    ];
  };

  return Object.assign(list, {
    replace: (row: TreeRow, literal: string) => replaceValue(state, row, literal),
    rename: (row: TreeRow, name: string) => {
      if (name === row.step) return null;
      const edit = renameMember(state, row, name);
      if (!edit) return "There is a member of this name already.";
      tree.edit(edit);
      return null;
    },
    edit: onEdit,
    editValue: (row: TreeRow) => onEdit(row, "value"),
    addToRoot: () => {
      if (outline.root) add(outline.root, [], outline.root.starts.length);
    },
  });
}

/** A path the way JavaScript writes it: `support.chrome[0]["a b"]`. */
export function pathText(path: Path): string {
  return path
    .map((step, index) => {
      if (typeof step === "number") return `[${step}]`;
      if (!/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(step)) return `[${JSON.stringify(step)}]`;
      return index === 0 ? step : `.${step}`;
    })
    .join("");
}
