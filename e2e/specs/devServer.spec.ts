import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { utimes } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { freePort } from "../../scripts/dev/browserMain.ts";
import { expect, test } from "../fixtures.ts";

const project = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
/** Saved again, as an editor does, with what is in it. */
const saveAgain = (path: string) => utimes(project(path), new Date(), new Date());

test("npm run dev shows a change of the page without a reload, and goes on after a change of main", async ({
  shell,
  browser,
  dataDirectory,
}) => {
  test.skip(shell !== "browser", "Without Electron it is the same server for every shell.");
  const port = await freePort();
  const server = spawn(process.execPath, [project("scripts/dev/main.ts"), "--port", String(port)], {
    env: { ...process.env, STRATA_USER_DATA: dataDirectory },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const said = outputOf(server);
  try {
    await expect.poll(said, { timeout: 60_000 }).toContain("#key=");
    const address = /http:\S+#key=\S+/.exec(said())?.[0] ?? "";
    const page = await browser.newPage();
    const log: string[] = [];
    page.on("console", (message) => log.push(message.text()));
    await page.goto(address);
    const create = page.getByRole("button", { name: "New store" });
    await expect(create).toBeVisible({ timeout: 60_000 });
    await page.evaluate(() => Object.assign(window, { marker: "still here" }));

    await saveAgain("renderer/features/welcome/Welcome.tsx");
    await expect.poll(() => log.join("\n")).toContain("hot updated: /features/welcome/Welcome.tsx");

    await saveAgain("main/api/shell/shellHandlers.ts");
    await expect.poll(said, { timeout: 60_000 }).toContain("main was restarted");
    await create.click();
    await page.getByRole("textbox").fill("made after the change");
    await page.getByRole("button", { name: "Create" }).click();
    await expect(page.getByText("made after the change").first()).toBeVisible({ timeout: 30_000 });
    expect(await page.evaluate(() => Reflect.get(window, "marker"))).toBe("still here");

    // A request without the key of this run gets nothing from main.
    const admitted = (key: string) =>
      fetch(new URL("/admitted", address), { headers: { "strata-key": key } });
    await expect(admitted("another").then(({ status }) => status)).rejects.toThrow();
    expect((await admitted(address.split("#key=")[1] ?? "")).status).toBe(204);
    await page.close();
  } finally {
    const ended = once(server, "exit");
    server.kill("SIGTERM");
    await ended;
  }
});

function outputOf(server: ChildProcess): () => string {
  let output = "";
  server.stdout?.on("data", (chunk) => {
    output += chunk;
  });
  return () => output;
}
