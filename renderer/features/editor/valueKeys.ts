import { useEffect, useRef } from "react";
import type { Key, StoreStatus } from "../../../shared/model/index.ts";
import { useAppStore } from "../../state/app.ts";
import { stepSentence } from "../../state/steps.ts";
import { isMac, matchesShortcut, visibleName } from "../../ui/index.ts";

/** Mod+S saves from wherever the focus is; null leaves the key without effect, but never to the browser. */
export function useSaveKey(save: (() => Promise<void>) | null): void {
  const latest = useRef(save);
  latest.current = save;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!matchesShortcut(event, "Mod+S")) return;
      event.preventDefault();
      void latest.current?.();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, []);
}

/** What is said where a value has no step to take back or do again. */
export function nothingTo(way: "undo" | "redo", name: Key, status: StoreStatus | null): string {
  const step = status?.[way];
  const rest = step
    ? ` The ${way} button in the title bar ${way === "undo" ? "takes back" : "does again"} the ${stepSentence(step)}.`
    : "";
  return `You have no edit of ${visibleName(name)} to ${way}.${rest}`;
}

/**
 * Mod+Z takes back the last edit of the value on show, wherever the focus is, and never more: a step of the store is no
 * edit of it. A field keeps its own undo. Null leaves the keys alone.
 */
export function useTurnKeys(turn: ((way: "undo" | "redo") => void) | null, hasEdits: () => boolean): void {
  const app = useAppStore();
  const latest = useRef({ turn, hasEdits });
  latest.current = { turn, hasEdits };
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const way = wayOf(event);
      const { turn: act, hasEdits: has } = latest.current;
      if (way === null || act === null || app.getState().dialog !== null) return;
      const path = event.composedPath().filter((each) => each instanceof HTMLElement);
      if (path.some((each) => each.matches("[role=dialog], [role=menu]")) || isTextField(path[0])) return;
      if (!has() && !path.some((each) => each.matches("[data-keeps-undo]"))) return;
      event.preventDefault();
      event.stopPropagation();
      act(way);
    };
    // Ahead of the text editor, and of the commands of the whole app.
    window.addEventListener("keydown", press, { capture: true });
    return () => window.removeEventListener("keydown", press, { capture: true });
  }, [app]);
}

function wayOf(event: KeyboardEvent): "undo" | "redo" | null {
  if (matchesShortcut(event, "Mod+Z")) return "undo";
  const isRedo = matchesShortcut(event, "Mod+Shift+Z") || (!isMac && matchesShortcut(event, "Mod+Y"));
  return isRedo ? "redo" : null;
}

/** What has an undo of its own; the text editor's is the value's. */
const isTextField = (element: HTMLElement | undefined): boolean =>
  element?.matches("input:not([type=checkbox], [type=radio]), textarea, select") ?? false;
