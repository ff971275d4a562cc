import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { compareJson, DiffOutline, type DiffRow } from "../../shared/diff/index.ts";
import { DiffRowView } from "./DiffRowView.tsx";
import type { DiffLayout } from "./rowLayout.ts";

afterEach(cleanup);

function rowsOf(before: unknown, after: unknown): DiffRow[] {
  const comparison = compareJson(JSON.stringify(before), JSON.stringify(after));
  if (comparison.kind !== "structure") throw new Error("Expected a structural difference");
  return new DiffOutline(comparison.root).rows();
}

function show(row: DiffRow | undefined, layout: DiffLayout = "unified", onToggle = () => {}) {
  if (row === undefined) throw new Error("Expected a row");
  return render(<DiffRowView row={row} isClosed={false} layout={layout} columns={80} onToggle={onToggle} />)
    .container;
}

describe("a row of a difference", () => {
  it("shows what was and what is, with a sign that a reader hears", () => {
    const shown = show(rowsOf({ a: 1 }, { a: 2 })[1]);
    expect(screen.getByRole("img", { name: "changed" }).textContent).toBe("~");
    expect(shown.querySelector("del")?.textContent).toBe("1");
    expect(shown.querySelector("ins")?.textContent).toBe("2");
  });

  it("shows data as text, whatever it says", () => {
    const shown = show(rowsOf({}, { "<b>name</b>": "<img src=x onerror=alert(1)>" })[1]);
    expect(shown.querySelector("img[src], b")).toBeNull();
    expect(shown.textContent).toContain("<img src=x onerror=alert(1)>");
  });

  it("merges long strings word by word", () => {
    const row = rowsOf({ a: "the quick brown fox jumps over" }, { a: "the quick red fox jumps over" })[1];
    const shown = show(row);
    expect(shown.querySelector("del")?.textContent).toBe("brown");
    expect(shown.querySelector("ins")?.textContent).toBe("red");
  });

  it("side by side has each side's own words and index", () => {
    const rows = rowsOf([{ id: 1 }, { id: 2 }, { id: 3 }], [{ id: 3 }, { id: 1 }, { id: 2 }]);
    const moved = rows.find(({ kind }) => kind === "moved");
    const shown = show(moved, "split");
    expect(shown.textContent).toContain("2");
    expect(shown.textContent).toContain("moved from 2");
    expect(screen.getAllByRole("img", { name: "moved" })).toHaveLength(2);
  });

  it("unfolds a run by a click", async () => {
    const toggle = vi.fn();
    show(rowsOf({ a: 1, b: 2, c: 3, d: 4 }, { a: 1, b: 2, c: 3, d: 5 })[1], "unified", toggle);
    await userEvent.click(screen.getByText("3 unchanged members"));
    expect(toggle).toHaveBeenCalledOnce();
  });
});
