import { Fragment } from "react";
import { MenuItem, MenuSeparator } from "../../../ui/index.ts";
import type { RowCommand } from "./rowCommands.ts";

/** The commands of a row as menu items; those that can't be done now are left out. */
export function RowMenu({ commands }: { readonly commands: readonly RowCommand[] }) {
  const shown = commands.filter(({ isEnabled }) => isEnabled);
  return shown.map((command, index) => (
    <Fragment key={command.id}>
      {index > 0 && shown[index - 1]?.group !== command.group ? <MenuSeparator /> : null}
      <MenuItem
        id={command.id}
        name={command.name}
        shortcut={command.shortcut}
        danger={command.danger ?? false}
        onAction={command.run}
      />
    </Fragment>
  ));
}
