import { isOfInputMethod } from "./shortcut.ts";

/**
 * Keeps the keys of an input method from the page: while Japanese, Chinese or Korean is being composed, Enter takes what
 * is offered and Escape drops it, and neither means the field or the dialog around it. To be called before anything
 * else listens. CodeMirror's text, which has to know of a composition, is left out.
 */
export function leaveKeysToInputMethods(target: Window): void {
  const keep = (event: KeyboardEvent) => {
    if (!isOfInputMethod(event)) return;
    const [focused] = event.composedPath();
    if (focused instanceof Element && focused.closest(".cm-content") !== null) return;
    event.stopImmediatePropagation();
  };
  target.addEventListener("keydown", keep, { capture: true });
}
