import { ArrowDown, ArrowUp, X } from "lucide-react";
import { declareCommands } from "../../commands/registry.ts";

export const compareCommands = declareCommands("Comparing", {
  nextChange: { name: "Next change", icon: <ArrowDown />, shortcut: "]", repeats: true },
  previousChange: { name: "Previous change", icon: <ArrowUp />, shortcut: "[", repeats: true },
  close: { name: "Close comparison", icon: <X />, shortcut: "Escape", leavesKeysTo: "inputs" },
});
