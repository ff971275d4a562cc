/** True where the command key is what Ctrl is elsewhere. */
export const isMac = typeof navigator !== "undefined" && /Mac|iP(hone|ad)/.test(navigator.platform);

const names: Readonly<Record<string, string>> = {
  Mod: isMac ? "⌘" : "Ctrl",
  Shift: isMac ? "⇧" : "Shift",
  Alt: isMac ? "⌥" : "Alt",
  Enter: "⏎",
  Escape: "Esc",
  ArrowUp: "↑",
  ArrowDown: "↓",
};

/** The caps of a combination such as `Mod+Shift+K`, in the platform's words. */
export function shortcutKeys(combination: string): string[] {
  return combination.split("+").map((key) => names[key] ?? key);
}

/** What is read of a key press, the page's own or React's. */
export type KeyPress = Pick<
  KeyboardEvent,
  "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey" | "keyCode"
> & { readonly isComposing?: boolean };

/** Whether an input method uses this key press. Safari ends the composition first, and leaves only the code 229. */
export const isOfInputMethod = ({ isComposing = false, keyCode }: KeyPress): boolean =>
  isComposing || keyCode === 229;

const signs: Readonly<Record<string, readonly [plain: string, shifted: string]>> = {
  Comma: [",", "<"],
  Period: [".", ">"],
  Slash: ["/", "?"],
  BracketLeft: ["[", "{"],
  BracketRight: ["]", "}"],
};

/** Letters, and signs that stand for letters or ASCII signs, of scripts that are not Latin. */
const foreign = /^(?!\p{Script=Latin})\p{L}|^[\p{M}؟،؛]/u;

/**
 * The key that a press stands for in a shortcut. On a layout whose letters are not Latin it is the one at that place of
 * a Latin keyboard: л is K.
 */
export function shortcutKey({ key, code, shiftKey }: KeyPress): string {
  if (!foreign.test(key)) return key;
  if (/^Key[A-Z]$/.test(code)) return shiftKey ? code.slice(3) : code.slice(3).toLowerCase();
  return signs[code]?.[shiftKey ? 1 : 0] ?? key;
}

/** Delete; on a Mac, whose keyboards have no such key, Cmd+Backspace too. Backspace alone corrects what was typed. */
export function isDeletePress(press: KeyPress): boolean {
  return matchesShortcut(press, "Delete") || (isMac && matchesShortcut(press, "Mod+Backspace"));
}

/** Whether a key press is exactly this combination, such as `Mod+Shift+z`. Letters match without regard to case. */
export function matchesShortcut(press: KeyPress, combination: string): boolean {
  if (isOfInputMethod(press)) return false;
  const parts = combination.split("+");
  const key = parts.pop() ?? "";
  const mod = parts.includes("Mod");
  // A sign such as `?` or `[` already says what Shift and AltGr, or Ctrl+Alt, or Option, do to it.
  const sign = key.length === 1 && key.toLowerCase() === key.toUpperCase();
  const ctrl = press.ctrlKey && !(sign && press.altKey);
  const held = isMac ? press.metaKey : ctrl;
  const other = isMac ? ctrl : press.metaKey;
  return (
    shortcutKey(press).toLowerCase() === key.toLowerCase() &&
    held === mod &&
    !other &&
    (sign || press.altKey === parts.includes("Alt")) &&
    (sign || press.shiftKey === parts.includes("Shift"))
  );
}
