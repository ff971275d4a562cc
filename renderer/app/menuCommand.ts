import type { App } from "../state/app.ts";
import { type CommandId, commands, runCommand } from "./commands.ts";

/**
 * Runs a command of the native menu. The menu receives keys before the focused element. So a focused field gets its own
 * undo, and an open dialog blocks everything else.
 */
export function runMenuCommand(app: App, id: string): void {
  const state = app.getState();
  const focused = focusedElement();
  if (id === "undo" || id === "redo") {
    if (focused?.matches("input, textarea")) {
      // The only access to a field's own history.
      document.execCommand(id);
      return;
    }
    if (focused instanceof HTMLElement && focused.isContentEditable) return;
  }
  if (state.dialog !== null) return;
  const command = commands.find((each) => each.id === (id as CommandId));
  if (command?.isEnabled(state)) runCommand(app, command);
}

/** The focused element, inside shadow roots too. */
function focusedElement(): Element | null {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  return focused;
}
