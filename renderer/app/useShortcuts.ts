import { useEffect } from "react";
import { type App, useAppStore } from "../state/app.ts";
import { isMac, matchesShortcut } from "../ui/index.ts";
import { type Command, commands, runCommand } from "./commands.ts";

/** Runs commands by their keys, wherever the focus is, unless what has the focus needs those keys itself. */
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
    // A button takes Enter for a press of itself, whatever is held with it, and lets nobody else hear of it. With Caps
    // Lock on, Shift makes small letters, and the text editor takes Ctrl+Shift+D for its own Ctrl+D.
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
  // On a Mac, Ctrl+Y is no redo.
  const all = shortcut ? [shortcut, ...(isMac ? [] : otherShortcuts)] : [];
  return all.some((combination) => matchesShortcut(event, combination));
}

/** A field that is being written in keeps its own undo and its signs; a dialog keeps everything. */
function isTaken(app: App, command: Command, event: KeyboardEvent): boolean {
  if (app.getState().dialog !== null) return true;
  const target = targetOf(event);
  if (target?.closest("[role=dialog]")) return true;
  const isTurn = command.id === "undo" || command.id === "redo";
  return (isTurn && isInValue(event)) || (isField(target) && (isTurn || command.id === "shortcuts"));
}

/** Whether the focus is where edits of a value are taken back, and no step of the store ever is. */
const isInValue = (event: KeyboardEvent): boolean =>
  event.composedPath().some((each) => each instanceof HTMLElement && each.matches("[data-keeps-undo]"));

/** What has the focus, inside whatever hides it. */
function targetOf(event: KeyboardEvent): HTMLElement | null {
  const [target] = event.composedPath();
  return target instanceof HTMLElement ? target : null;
}

const isField = (target: HTMLElement | null): boolean =>
  target !== null && (target.isContentEditable || target.matches("input, textarea, select"));
