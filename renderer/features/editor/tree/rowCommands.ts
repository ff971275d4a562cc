import { formatJson, toPointer } from "../../../../shared/json/index.ts";
import type { JsonType } from "../../../../shared/model/index.ts";
import { declareCommands } from "../../../commands/registry.ts";
import { type Action, visibleName } from "../../../ui/index.ts";
import type { FieldPlace } from "../field.ts";
import { standingAt } from "./applyField.ts";
import {
  duplicateRow,
  freeName,
  insertChild,
  isWithin,
  moveRow,
  moveTo,
  removeRow,
  replaceValue,
  type TreeEdit,
} from "./edits.ts";
import type { Path } from "./fold.ts";
import { branchOf, type TreeRow } from "./outline.ts";
import { retyped } from "./retype.ts";
import type { MakeEdit, Tree } from "./useTree.ts";

export interface RowCommands {
  /** What can be done with a row, in the order of its menu. */
  (row: TreeRow): readonly Action[];
  replace(row: TreeRow, literal: string): void;
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
  readonly onOpen: (place: FieldPlace) => void;
}

/** What can be done with a row, by its keys. */
const declared = declareCommands("The tree of a value", {
  edit: { name: "Edit the value", shortcut: "F2" },
  rename: { name: "Rename the member", shortcut: "Shift+F2" },
  addAfter: { name: "Add after", shortcut: "Insert" },
  add: { name: "Add inside", shortcut: "Shift+Insert" },
  duplicate: { name: "Duplicate", shortcut: "Mod+D" },
  up: { name: "Move up", shortcut: "Alt+ArrowUp" },
  down: { name: "Move down", shortcut: "Alt+ArrowDown" },
  take: { name: "Move elsewhere", shortcut: "Mod+X" },
  put: { name: "Move it here", shortcut: "Mod+V" },
  delete: { name: "Delete", shortcut: "Delete", danger: true },
  copyValue: { name: "Copy the value", shortcut: "Mod+C" },
});

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
  const { tree, isReadOnly, taken, onTake, notify, fail, onOpen } = surroundings;
  const { text } = tree.outline;
  const literalOf = (row: TreeRow) => text.slice(row.valueStart, row.end);

  const onEdit = (row: TreeRow, part: "name" | "value") =>
    onOpen({ path: row.path, part, before: standingAt(text, row, part) });
  /** The new row is written at once, by its name in an object. */
  const add = (path: Path, make: (...given: Parameters<MakeEdit>) => TreeEdit) => {
    const added = tree.edit(path, make);
    const step = added?.at(-1);
    if (!added || step === undefined) return;
    onOpen(
      typeof step === "string"
        ? { path: added, part: "name", before: step, isNew: true }
        : { path: added, part: "value", before: "null", isNew: true },
    );
  };
  const addInside = (path: Path) =>
    add(path, (state, row) => {
      const branch = branchOf(state.text, row);
      if (!branch) throw new Error("Expected an object or array to add to");
      const name = branch.isArray ? null : freeName(state.text, branch, "name");
      return insertChild(state, branch, path, { index: branch.starts.length, name, value: "null" });
    });
  const addAfter = ({ path }: TreeRow) =>
    add(path, (state, { branch, index }) => {
      const name = branch.isArray ? null : freeName(state.text, branch, "name");
      return insertChild(state, branch, path.slice(0, -1), { index: index + 1, name, value: "null" });
    });
  const copy = (content: string, what: string) => {
    navigator.clipboard.writeText(content).then(() => notify(`Copied the ${what}`), fail);
  };

  const list = (row: TreeRow): Action[] => {
    const { path } = row;
    const isBranch = row.type === "object" || row.type === "array";
    const canEdit = !isReadOnly;
    return [
      {
        ...declared.edit,
        name: "Edit value",
        group: "edit",
        isEnabled: canEdit && !isBranch,
        run: () => onEdit(row, "value"),
      },
      {
        ...declared.rename,
        name: "Rename",
        group: "edit",
        isEnabled: canEdit && !row.branch.isArray,
        run: () => onEdit(row, "name"),
      },
      {
        ...declared.add,
        name: row.type === "array" ? "Add item inside" : "Add member inside",
        group: "edit",
        isEnabled: canEdit && isBranch,
        run: () => addInside(path),
      },
      {
        ...declared.addAfter,
        group: "edit",
        isEnabled: canEdit,
        run: () => addAfter(row),
      },
      {
        ...declared.duplicate,
        group: "edit",
        isEnabled: canEdit,
        run: () => void tree.edit(path, duplicateRow),
      },
      {
        ...declared.up,
        group: "edit",
        isEnabled: canEdit && row.index > 0,
        run: () => void tree.edit(path, (state, now) => moveRow(state, now, -1)),
      },
      {
        ...declared.down,
        group: "edit",
        isEnabled: canEdit && row.index < row.branch.starts.length - 1,
        run: () => void tree.edit(path, (state, now) => moveRow(state, now, 1)),
      },
      {
        ...declared.take,
        group: "edit",
        isEnabled: canEdit,
        run: () => {
          onTake(row);
          notify(`Now choose where “${visibleName(String(row.step))}” goes, and there “Move it here”`);
        },
      },
      {
        ...declared.put,
        group: "edit",
        isEnabled: canEdit && taken !== null && !isWithin(row, taken),
        run: () =>
          void tree.edit(path, (state, now) => {
            // What was taken is of the text on show.
            const moved = taken && state.text === text ? tree.at(taken.path).row : undefined;
            return moved ? moveTo(state, moved, now) : null;
          }),
      },
      {
        ...declared.delete,
        group: "edit",
        isEnabled: canEdit,
        run: () => void tree.edit(path, removeRow),
      },
      ...types.map(
        ({ type, name }): Action => ({
          id: `type ${type}`,
          name: `Make it ${name === "Null" ? "null" : name.toLowerCase()}`,
          group: "type",
          isEnabled: canEdit && type !== row.type,
          run: () =>
            void tree.edit(path, (state, now) => {
              const literal = state.text.slice(now.valueStart, now.end);
              return replaceValue(state, now, retyped(literal, now.type, type));
            }),
        }),
      ),
      {
        ...declared.copyValue,
        name: "Copy value",
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
    replace: (row: TreeRow, literal: string) =>
      void tree.edit(row.path, (state, now) => replaceValue(state, now, literal)),
    edit: onEdit,
    editValue: (row: TreeRow) => onEdit(row, "value"),
    addToRoot: () => addInside([]),
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
