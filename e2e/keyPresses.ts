import type { Page } from "@playwright/test";

/** What is held beside a key, in the browser's own numbers. */
const CTRL = 2;
const SHIFT = 8;

export interface OtherKeyboard {
  /** Presses the key at this place, on a layout that writes this letter there. */
  press(letter: string, code: string, held?: number): Promise<void>;
  ctrl(letter: string, code: string): Promise<void>;
  ctrlShift(letter: string, code: string): Promise<void>;
  /** Composes this text by an input method, without taking it. */
  compose(text: string): Promise<void>;
  /** Presses a key that the input method uses. */
  composing(key: "Enter" | "Escape" | "ArrowDown"): Promise<void>;
  /** Ends the composition with this text. */
  take(text: string): Promise<void>;
}

/** Keys as the browser gets them from other layouts and from input methods, which Playwright's own keyboard has not. */
export async function keyboardOf(page: Page): Promise<OtherKeyboard> {
  const session = await page.context().newCDPSession(page);
  const send = async (key: string, code: string, modifiers: number, windowsVirtualKeyCode: number) => {
    const common = { key, code, modifiers, windowsVirtualKeyCode };
    await session.send("Input.dispatchKeyEvent", { type: "rawKeyDown", ...common });
    await session.send("Input.dispatchKeyEvent", { type: "keyUp", ...common });
  };
  const press = (letter: string, code: string, held = 0) =>
    send(letter, code, held, code.startsWith("Key") ? code.charCodeAt(3) : 0);
  return {
    press,
    ctrl: (letter, code) => press(letter, code, CTRL),
    ctrlShift: (letter, code) => press(letter, code, CTRL | SHIFT),
    async compose(text) {
      const end = text.length;
      await session.send("Input.imeSetComposition", { text, selectionStart: end, selectionEnd: end });
    },
    composing: (key) => send(key, key, 0, 229),
    async take(text) {
      await session.send("Input.insertText", { text });
    },
  };
}
