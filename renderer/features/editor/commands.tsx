import { Redo2, Save, Search, Undo2 } from "lucide-react";
import { declareCommands } from "../../commands/registry.ts";

/** What can be done with the value on show. */
export const valueCommands = declareCommands("Keys and values", {
  /** In a dialog too, so that a browser never offers to save the page. */
  save: { name: "Save the value", icon: <Save />, shortcut: "Mod+S", writes: true, worksInDialogs: true },
  find: { name: "Find in the value", icon: <Search />, shortcut: "Mod+F" },
  undoEdit: {
    name: "Take back the last edit of the value",
    icon: <Undo2 />,
    shortcut: "Mod+Z",
    writes: true,
    // Ahead of the text editor.
    isEarly: true,
    repeats: true,
    leavesKeysTo: "inputs",
  },
  redoEdit: {
    name: "Do the edit of the value again",
    icon: <Redo2 />,
    shortcut: "Mod+Shift+Z",
    otherShortcuts: ["Mod+Y"],
    writes: true,
    isEarly: true,
    repeats: true,
    leavesKeysTo: "inputs",
  },
});
