import { describe, expect, it } from "vitest";
import { isDeletePress, type KeyPress, matchesShortcut, shortcutKey } from "./shortcut.ts";

const press = (key: string, code: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code,
  keyCode: 0,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

describe("F3 a shortcut is where its letter is on a Latin keyboard, whatever script the layout writes", () => {
  it.each([
    ["Russian", "л", "KeyK", "Mod+K"],
    ["Russian", "ы", "KeyS", "Mod+S"],
    ["Russian", "я", "KeyZ", "Mod+Z"],
    ["Russian", "б", "Comma", "Mod+,"],
    ["Greek", "κ", "KeyK", "Mod+K"],
    ["Hebrew", "ל", "KeyK", "Mod+K"],
    ["Arabic, two letters in one", "لا", "KeyB", "Mod+B"],
    ["Thai, a vowel sign", "ั", "KeyY", "Mod+Y"],
    ["Korean", "ㅏ", "KeyK", "Mod+K"],
  ])("%s: Ctrl and %s", (_, key, code, combination) => {
    expect(matchesShortcut(press(key, code, { ctrlKey: true }), combination)).toBe(true);
  });

  it("F3 with Shift too, and signs that a Latin layout has behind Shift", () => {
    const held = { ctrlKey: true, shiftKey: true };
    expect(matchesShortcut(press("Я", "KeyZ", held), "Mod+Shift+Z")).toBe(true);
    expect(matchesShortcut(press("Я", "KeyZ", held), "Mod+Z")).toBe(false);
    expect(matchesShortcut(press("Б", "Comma", held), "Mod+,")).toBe(false);
    expect(matchesShortcut(press("؟", "Slash", { shiftKey: true }), "?")).toBe(true);
    expect(shortcutKey(press("х", "BracketLeft"))).toBe("[");
  });

  it.each([
    ["AZERTY", "a", "KeyQ", "Mod+A", true],
    ["AZERTY", "a", "KeyQ", "Mod+Q", false],
    ["QWERTZ", "z", "KeyY", "Mod+Z", true],
    ["QWERTZ", "z", "KeyY", "Mod+Y", false],
    ["Dvorak", "t", "KeyK", "Mod+K", false],
    ["Turkish", "ı", "KeyI", "Mod+I", false],
    ["German", "ö", "Semicolon", "Mod+O", false],
  ])("F3 %s: a Latin letter is the one on the key: %s", (_, key, code, combination, isMeant) => {
    expect(matchesShortcut(press(key, code, { ctrlKey: true }), combination)).toBe(isMeant);
  });
});

it("F3 the keys of an input method are no shortcut", () => {
  expect(matchesShortcut(press("Delete", "Delete", { isComposing: true }), "Delete")).toBe(false);
  expect(matchesShortcut(press("Delete", "Delete", { keyCode: 229 }), "Delete")).toBe(false);
});

it("F3 Backspace deletes no key", () => {
  expect(isDeletePress(press("Delete", "Delete"))).toBe(true);
  expect(isDeletePress(press("Backspace", "Backspace"))).toBe(false);
  expect(isDeletePress(press("Delete", "Delete", { shiftKey: true }))).toBe(false);
});
