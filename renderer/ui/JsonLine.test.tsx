import { cleanup, render } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { JsonLine } from "./JsonLine.tsx";

afterEach(cleanup);

const isolated = (text: string) => {
  const { container } = render(<JsonLine text={text} />);
  expect(container.textContent).toBe(text);
  return [...container.querySelectorAll("bdi")].map((part) => part.textContent);
};

it("F3 each string of a line of JSON has a direction of its own once one is written from right to left", () => {
  expect(isolated('{"שלום":"עולם \\" x","n":1}')).toEqual(['"שלום"', '"עולם \\" x"', '"n"']);
});

it("F3 a string that is cut off has one too", () => {
  expect(isolated('{"a":"عربي')).toEqual(['"a"', '"عربي']);
  expect(isolated('"عربي\\')).toEqual(['"عربي\\']);
});

it("F3 other lines are plain text", () => {
  expect(isolated('{"a":"b"}')).toEqual([]);
});
