import type { Page, WebSocket } from "@playwright/test";
import { expect, test } from "../fixtures.ts";

/** The calls that a page makes of the engine from now on, each with what it asks. */
async function callsOf(page: Page): Promise<string[]> {
  const calls: string[] = [];
  const listen = (socket: WebSocket) => {
    if (!socket.url().includes("/rpc/engine")) return;
    socket.on("framesent", ({ payload }) => {
      const frame: { readonly p?: { readonly u?: string; readonly b?: unknown } } = JSON.parse(
        String(payload),
      );
      if (frame.p?.u !== undefined)
        calls.push(`${new URL(frame.p.u, "http://engine").pathname} ${JSON.stringify(frame.p.b)}`);
    });
  };
  page.on("websocket", listen);
  await page.reload();
  return calls;
}

test("after a save each thing on show is asked for once", async ({ strata, shell }) => {
  test.skip(shell !== "browser", "the desktop's messages pass through no WebSocket");
  const { page, editor, explorer, timeline } = strata;
  await strata.welcome.createStore("Asked");
  await explorer.add("limits");
  await editor.change("limits", '{"cpu":1}');
  await timeline.takeSnapshot("start");
  const calls = await callsOf(page);
  await explorer.select("limits");
  await editor.showAs("Text");

  for (const [number, text] of ['{"cpu":2}', '{"cpu":3}', '{"cpu":4}'].entries()) {
    await editor.write("limits", text);
    // Whatever was asked before has been answered, and no question waits for its pause.
    await page.waitForTimeout(1000);
    calls.length = 0;
    await editor.save.click();
    await expect(editor.save).toBeDisabled();
    await page.waitForTimeout(1500);
    const names = calls.map((call) => call.slice(0, call.indexOf(" ")));
    expect([...new Set(calls)].sort(), `save ${number + 1}`).toEqual([...calls].sort());
    expect(names.sort(), `save ${number + 1}`).toEqual([
      "/entries/get",
      "/entries/put",
      "/entries/window",
      "/history/activity",
      // What happened since the snapshot, in the timeline.
      "/history/revisions",
      "/stores/status",
    ]);
  }
});
