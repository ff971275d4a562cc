import { act, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import type { StoreProblem } from "../../../shared/contract/index.ts";
import { showOn } from "../../state/page.fixture.tsx";
import { ProblemBanner } from "./ProblemBanner.tsx";

const LOST: StoreProblem = {
  id: "1",
  code: "DATA_INTEGRITY",
  message: "settings has lost revisions 8 to 12. Make those changes again.",
  at: "2026-01-02T03:04:05.000Z",
};
const UNMARKED: StoreProblem = {
  ...LOST,
  id: "2",
  code: "STORAGE",
  message: "The disk is full. Make room.",
};

describe("the banner of problems", () => {
  it("is not there while nothing is wrong", async () => {
    await showOn({ a: "1" }, <ProblemBanner />);
    expect(screen.queryByRole("region")).toBeNull();
  });

  it("says each problem until it is dismissed, also when others come, and says it again when it happens again", async () => {
    const { memory } = await showOn({ a: "1" }, <ProblemBanner />);
    const tell = (...problems: StoreProblem[]) => act(async () => memory.tellProblems(problems));
    await tell(LOST);
    expect(await screen.findByRole("alert")).toHaveProperty(
      "textContent",
      expect.stringContaining(LOST.message),
    );
    await tell(LOST, UNMARKED);
    await waitFor(() => expect(screen.getAllByRole("alert")).toHaveLength(2));

    await userEvent.click(screen.getAllByRole("button", { name: "Dismiss" })[0] as HTMLElement);
    expect(screen.getByRole("alert").textContent).toContain(UNMARKED.message);
    await tell(LOST, { ...UNMARKED, id: "3" });
    await waitFor(() => expect(screen.getByRole("alert").textContent).toContain(UNMARKED.message));
    await userEvent.click(screen.getByRole("button", { name: "Dismiss" }));
    expect(screen.queryByRole("region")).toBeNull();

    await tell({ ...LOST, id: "4" });
    expect((await screen.findByRole("alert")).textContent).toContain(LOST.message);
  });
});
