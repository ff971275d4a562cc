import { useEffect } from "react";
import { type App, useAppStore } from "../state/app.ts";
import { isMac, matchesShortcut } from "../ui/index.ts";
import { type Command, commands, runCommand } from "./commands.ts";

/** Runs commands by their keys, wherever the focus is, unless the focused element needs those keys. */
export function useShortcuts(): void {
  const app = useAppStore();
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat) return;
      const command = commands.find((each) => isAsked(each, event));
      if (!command?.isEnabled(app.getState()) || isTaken(app, command, event)) return;
      event.preventDefault();
      event.stopPropagation();
      runCommand(app, command);
    };
    // Listens before other handlers. A button handles Enter with any modifier and stops the event. With Caps Lock,
    // Shift produces small letters, and the text editor treats Ctrl+Shift+D as its own Ctrl+D.
    const pressBefore = (event: KeyboardEvent) => {
      const isMistakable = event.shiftKey && event.getModifierState("CapsLock") && isField(targetOf(event));
      if (event.key === "Enter" || isMistakable) press(event);
    };
    window.addEventListener("keydown", pressBefore, { capture: true });
    window.addEventListener("keydown", press);
    return () => {
      window.removeEventListener("keydown", pressBefore, { capture: true });
      window.removeEventListener("keydown", press);
    };
  }, [app]);
}

function isAsked({ shortcut, otherShortcuts = [] }: Command, event: KeyboardEvent): boolean {
  // On a Mac, Ctrl+Y is not redo.
  const all = shortcut ? [shortcut, ...(isMac ? [] : otherShortcuts)] : [];
  return all.some((combination) => matchesShortcut(event, combination));
}

/** A focused field keeps its own undo and its characters; a dialog keeps all keys. */
function isTaken(app: App, command: Command, event: KeyboardEvent): boolean {
  if (app.getState().dialog !== null) return true;
  const target = targetOf(event);
  if (target?.closest("[role=dialog]")) return true;
  const isTurn = command.id === "undo" || command.id === "redo";
  return (isTurn && isInValue(event)) || (isField(target) && (isTurn || command.id === "shortcuts"));
}

/** Whether the focus is where undo affects edits of a value, and never a revision of the store. */
const isInValue = (event: KeyboardEvent): boolean =>
  event.composedPath().some((each) => each instanceof HTMLElement && each.matches("[data-keeps-undo]"));

/** The focused element, inside shadow roots too. */
function targetOf(event: KeyboardEvent): HTMLElement | null {
  const [target] = event.composedPath();
  return target instanceof HTMLElement ? target : null;
}

const isField = (target: HTMLElement | null): boolean =>
  target !== null && (target.isContentEditable || target.matches("input, textarea, select"));
