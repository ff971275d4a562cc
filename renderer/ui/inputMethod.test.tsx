import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { leaveKeysToInputMethods } from "./inputMethod.ts";

afterEach(cleanup);

function show() {
  const heard = vi.fn();
  leaveKeysToInputMethods(window);
  render(
    <>
      <input onKeyDown={heard} aria-label="field" />
      <div className="cm-content">
        <button type="button" onKeyDown={heard}>
          code
        </button>
      </div>
    </>,
  );
  const press = (on: HTMLElement, init: KeyboardEventInit) => {
    const event = new KeyboardEvent("keydown", { bubbles: true, cancelable: true, composed: true, ...init });
    on.dispatchEvent(event);
    return event;
  };
  return { heard, press, field: screen.getByRole("textbox"), code: screen.getByRole("button") };
}

it("F3 a key that an input method uses reaches no field and no dialog, but the input method", () => {
  const { heard, press, field } = show();
  expect(press(field, { key: "Enter", isComposing: true }).defaultPrevented).toBe(false);
  press(field, { key: "Escape", isComposing: true });
  press(field, { key: "Enter", keyCode: 229 });
  expect(heard).not.toHaveBeenCalled();
  press(field, { key: "Enter" });
  expect(heard).toHaveBeenCalledOnce();
});

it("F3 the text editor hears of a composition", () => {
  const { heard, press, code } = show();
  press(code, { key: "Enter", isComposing: true });
  expect(heard).toHaveBeenCalledOnce();
});
