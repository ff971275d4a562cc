import { cleanup, render } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { Marked } from "./Marked.tsx";

afterEach(cleanup);

const marked = (text: string, part: string) => {
  const { container } = render(<Marked text={text} part={part} />);
  expect(container.textContent).toBe(text);
  return container.querySelector("mark")?.textContent;
};

it("F3 marks what was looked for, whatever stands before it, and halves no emoji", () => {
  expect(marked("İİİ😀ready", "READY")).toBe("ready");
  expect(marked("a.b(c)", ".b(")).toBe(".b(");
  expect(marked("😀", "\ude00")).toBeUndefined();
  expect(marked("plain", "")).toBeUndefined();
});
