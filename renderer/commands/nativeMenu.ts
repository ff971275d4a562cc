import { useEffect } from "react";
import { type App, useApp, useAppStore } from "../state/app.ts";
import { canRun, commandOf, commandsAt, isEnabled, nameOf, runCommand } from "./registry.ts";

/**
 * Runs a command of the native menu. The menu takes its keys from whatever has the focus, so a field that is being
 * written in gets its own undo, and an open dialog lets nothing else happen.
 */
export function runMenuCommand(app: App, id: string): void {
  const state = app.getState();
  const focused = focusedElement();
  if (id === "undo" || id === "redo") {
    if (focused?.matches("input, textarea")) {
      // The only way to a field's own history.
      document.execCommand(id);
      return;
    }
    if (focused instanceof HTMLElement && focused.isContentEditable) return;
  }
  if (state.dialog !== null) return;
  const command = commandOf(id);
  if (isEnabled(command, state)) runCommand(app, command);
}

/** What has the focus, inside shadow roots too. */
function focusedElement(): Element | null {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  return focused;
}

/** Updates the native menu whenever what can be done changes. */
export function useNativeMenu(): void {
  const app = useAppStore();
  const desktop = useApp((state) => state.client.desktop);
  // As text, which is the same as long as nothing of it changes.
  const items = useApp((state) =>
    JSON.stringify(
      commandsAt("Everywhere").map((command) => ({
        id: command.id,
        label: typeof command.name === "string" ? titleCase(command.name) : nameOf(command, state),
        shortcut: command.shortcut ?? null,
        isEnabled: canRun(command, state),
      })),
    ),
  );
  useEffect(() => {
    desktop
      ?.setCommands({ commands: JSON.parse(items) })
      .catch((error: unknown) => app.getState().fail(error));
  }, [app, desktop, items]);
}

/** As menus write it. */
const titleCase = (name: string): string =>
  name.replace(/\b(?!(?:a|an|the|to|in|of|with|through)\b)\p{Ll}/gu, (letter) => letter.toUpperCase());
