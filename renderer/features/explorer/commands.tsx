import { Pencil, Search, SquareCheckBig, Trash2 } from "lucide-react";
import { declareCommands } from "../../commands/registry.ts";

export const listCommands = declareCommands("Lists and trees", {
  previous: { name: "Previous row", shortcut: "ArrowUp" },
  next: { name: "Next row", shortcut: "ArrowDown" },
  openRow: { name: "Open", shortcut: "Enter" },
  back: { name: "Back", shortcut: "Escape" },
  filter: { name: "Filter the keys", icon: <Search />, shortcut: "/" },
});

/** What can be done with the chosen keys. */
export const keyCommands = declareCommands("Keys and values", {
  rename: { name: "Rename…", icon: <Pencil />, shortcut: "F2", writes: true },
  delete: {
    name: "Delete what is selected",
    icon: <Trash2 />,
    shortcut: "Delete",
    writes: true,
    danger: true,
  },
  selectAll: { name: "Select all", icon: <SquareCheckBig />, shortcut: "Mod+A" },
});
