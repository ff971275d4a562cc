import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import * as ui from "../ui/index.ts";
import { Parts } from "./Parts.tsx";

afterEach(cleanup);

it("the page of parts shows every component of renderer/ui", () => {
  render(<Parts />);
  const shown = screen
    .getAllByRole("heading", { level: 2 })
    .flatMap(({ textContent }) => textContent.split(", "));
  const components = Object.entries(ui).filter(
    ([name, part]) => /^[A-Z]/.test(name) && typeof part === "function",
  );
  expect(shown.sort()).toEqual(components.map(([name]) => name).sort());
});
