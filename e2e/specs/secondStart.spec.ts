import { readFile, readlink } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "../fixtures.ts";
import { startElectron } from "../shells/electronShell.ts";

test.skip(({ shell }) => shell !== "electron", "only a desktop hands a second start to the first");
test.describe.configure({ timeout: 240_000 });

test("F11 a second start ends an app whose main process does not answer, says so and loses nothing", async ({
  launch,
}, info) => {
  const first = await launch();
  await first.welcome.createStore("Settings");
  await first.explorer.add("theme");
  await first.editor.change("theme", '{"name": "dusk"}');
  first.app.signal("SIGSTOP");
  // Chromium asks the first one for 20 s.
  const second = await launch({ within: 120_000 });
  await expect(second.alert(/did not answer for 20 s\. It was ended and started again/)).toBeVisible();
  await second.page.screenshot({ path: info.outputPath("replaced.png") });
  await second.explorer.select("theme");
  await second.editor.expectValue("theme", '{"name":"dusk"}');
});

test("F11 a start while the app is quitting is made after it, even though its engine hangs", async ({
  launch,
  dataDirectory,
}) => {
  const { app, welcome } = await launch();
  await welcome.createStore("Settings");
  await app.hangEngine();
  await app.inMain(({ app: running }) => {
    setTimeout(() => running.quit(), 2_000);
  });
  await app.page.waitForEvent("close");
  const second = startElectron(dataDirectory);
  await app.ended();

  const starts = async () =>
    (await readFile(join(dataDirectory, "logs/strata.log"), "utf8")).match(/ Started: /g)?.length;
  await expect.poll(starts, { timeout: 60_000 }).toBe(2);
  const owner = await readlink(join(dataDirectory, "SingletonLock"));
  const relaunched = Number(/\d+$/.exec(owner)?.[0]);
  expect(relaunched).not.toBe(second.pid);
  process.kill(relaunched, "SIGTERM");
  const isThere = () => {
    try {
      return process.kill(relaunched, 0);
    } catch {
      return false;
    }
  };
  await expect.poll(isThere, { timeout: 60_000 }).toBe(false);
});
