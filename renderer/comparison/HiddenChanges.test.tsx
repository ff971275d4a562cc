import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { afterEach, describe, expect, it } from "vitest";
import { HiddenChanges } from "./HiddenChanges.tsx";

afterEach(cleanup);

function Difference({ hidden }: { readonly hidden: number }) {
  const [areShown, setShown] = useState(false);
  return <HiddenChanges count={areShown ? 0 : hidden} areShown={areShown} onShow={setShown} />;
}

describe("hidden changes", () => {
  it("are shown by one click, and hidden again by another", async () => {
    const user = userEvent.setup();
    render(<Difference hidden={3} />);
    await user.click(screen.getByRole("button", { name: "3 changes hidden" }));
    await user.click(screen.getByRole("button", { name: "Hide again" }));
    expect(screen.getByRole("button").textContent).toBe("3 changes hidden");
  });

  it("are not spoken of where there are none", () => {
    render(<Difference hidden={0} />);
    expect(screen.queryByRole("button")).toBeNull();
  });
});
