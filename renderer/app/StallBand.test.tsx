import { act, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { AppProvider } from "../state/app.ts";
import { showOn } from "../state/page.fixture.tsx";
import { StallBand } from "./StallBand.tsx";

const QUICK = { interval: 5, patience: 20 };

describe("F11 the band over a page whose engine does not answer", () => {
  it("F11 says for how long and with what it is busy, offers to stop it, and goes when it answers again", async () => {
    const { app } = await showOn({ a: "1" }, <StallBand />);
    expect(screen.queryByRole("region")).toBeNull();
    const stopEngine = vi.fn(async () => undefined);
    Object.assign(app.getState().client.shell, { stopEngine });
    act(() => app.getState().setEngineStall({ work: "a comparison in “Settings”" }));
    const band = screen.getByRole("region", { name: "The engine does not answer" });
    expect(band.textContent).toMatch(/has not answered for 5 s.*, busy with a comparison in “Settings”\./);
    await userEvent.click(screen.getByRole("button", { name: "Stop the engine" }));
    expect(stopEngine).toHaveBeenCalledOnce();
    screen.getByRole("button", { name: "Stopping…" });
    act(() => app.getState().setEngineStall(null));
    expect(screen.queryByRole("region")).toBeNull();
  });

  it("F11 C19a says that the server does not answer at all, and keeps what is on show", async () => {
    let answer = () => {};
    const { app } = await showOn({ a: "1" }, <p>The last values</p>);
    const ping = () => new Promise<void>((resolve) => (answer = resolve));
    Object.assign(app.getState().client.shell, { ping });
    render(
      <AppProvider app={app}>
        <StallBand pulse={QUICK} />
      </AppProvider>,
    );
    const band = await screen.findByRole("region", { name: "Strata does not answer" });
    expect(band.textContent).toMatch(/has not answered for 5 s/);
    expect(screen.queryByRole("button")).toBeNull();
    screen.getByText("The last values");
    answer();
    await waitFor(() => expect(screen.queryByRole("region")).toBeNull());
  });
});
