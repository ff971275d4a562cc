import { useEffect, useRef } from "react";
import { type App, useAppStore } from "../state/app.ts";
import { isMac, isOverlayOpen, matchesShortcut } from "../ui/index.ts";
import { type Command, commandsAt, isEnabled, runCommand } from "./registry.ts";

/** Who carries a command out. */
export interface Carrier {
  readonly run: () => void;
  /** Whether a press of its keys here means it; always, when it is left out. */
  readonly accepts?: (press: KeyboardEvent) => boolean;
}

interface Bound extends Carrier {
  readonly command: Command;
}

/** What is on show carries these out; the latest first. */
const bound: Bound[] = [];

/** Carries a command out for as long as the component is on show; null leaves its keys alone. */
export function useCommand(command: Command, carrier: Carrier | null): void {
  const latest = useRef(carrier);
  latest.current = carrier;
  const isBound = carrier !== null;
  useEffect(() => {
    if (!isBound) return;
    const mine: Bound = {
      command,
      run: () => latest.current?.run(),
      accepts: (press) => latest.current?.accepts?.(press) ?? true,
    };
    bound.unshift(mine);
    return () => void bound.splice(bound.indexOf(mine), 1);
  }, [command, isBound]);
}

/** What can be asked for now: what is on show carries out, then what the whole app does. */
export function commandsNow(): readonly Command[] {
  const here = bound.map(({ command, run }) => ({ ...command, run }));
  return [...here, ...commandsAt("Everywhere")];
}

/** The one listener to the keyboard: runs commands by their keys, unless what has the focus needs those itself. */
export function useKeyboard(): void {
  const app = useAppStore();
  useEffect(() => {
    // A button takes Enter as a press of itself, with any modifier, and stops the event. With Caps
    // Lock on, Shift makes small letters, and the text editor takes Ctrl+Shift+D for its own Ctrl+D.
    const pressBefore = (event: KeyboardEvent) => {
      const isMistakable = event.shiftKey && event.getModifierState("CapsLock") && isIn(event, FIELDS);
      const isAll = event.key === "Enter" || isMistakable;
      press(app, event, ({ isEarly }) => isAll || isEarly === true);
    };
    const pressAfter = (event: KeyboardEvent) => press(app, event, () => true);
    window.addEventListener("keydown", pressBefore, { capture: true });
    window.addEventListener("keydown", pressAfter);
    return () => {
      window.removeEventListener("keydown", pressBefore, { capture: true });
      window.removeEventListener("keydown", pressAfter);
    };
  }, [app]);
}

function press(app: App, event: KeyboardEvent, isDue: (command: Command) => boolean): void {
  if (event.defaultPrevented) return;
  const ofApp = commandsAt("Everywhere").map(
    (command): Bound => ({
      command,
      run: () => runCommand(app, command),
      accepts: () => isEnabled(command, app.getState()),
    }),
  );
  const found = [...bound, ...ofApp].find(
    ({ command, accepts }) =>
      isDue(command) && isAsked(command, event) && reaches(app, command, event) && accepts?.(event) !== false,
  );
  if (found === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  found.run();
}

function isAsked({ shortcut, otherShortcuts = [], repeats }: Command, event: KeyboardEvent): boolean {
  if (shortcut === undefined || (event.repeat && repeats !== true)) return false;
  const all = isMac ? [shortcut] : [shortcut, ...otherShortcuts];
  return all.some((combination) => matchesShortcut(event, combination));
}

/** A dialog keeps everything; a field what is typed in it. */
function reaches(app: App, command: Command, event: KeyboardEvent): boolean {
  const isOver = app.getState().dialog !== null || isOverlayOpen();
  if (isOver && command.worksInDialogs !== true) return false;
  const isSingle = command.shortcut?.includes("+") === false;
  const fields = command.leavesKeysTo ?? (isSingle ? "fields" : null);
  return fields === null || !isIn(event, fields === "inputs" ? INPUTS : FIELDS);
}

const INPUTS = "input:not([type=checkbox], [type=radio]), textarea, select";
const FIELDS = `${INPUTS}, [contenteditable]:not([contenteditable=false])`;

/** Whether what has the focus, inside whatever hides it, is in such an element. */
const isIn = (event: KeyboardEvent, selector: string): boolean =>
  event.composedPath().some((each) => each instanceof Element && each.matches(selector));

/** Whether the focus is where edits of a value are taken back, and no step of the store ever is. */
export const isInValue = (event: KeyboardEvent): boolean => isIn(event, "[data-keeps-undo]");
