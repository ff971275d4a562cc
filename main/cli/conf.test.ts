import { readFileSync } from "node:fs";
import { join } from "node:path";
import Conf from "conf";
import { expect, it } from "vitest";
import { temporaryFolder } from "../engine/transfer/temporaryFiles.fixture.ts";
import { runCli } from "./runCli.fixture.ts";

it("a file of conf or electron-store goes in and out", async () => {
  const cwd = temporaryFolder();
  const store = join(temporaryFolder(), "store");
  const file = join(cwd, "config.json");
  const conf = new Conf({ cwd, configName: "config" });
  conf.store = { theme: "dark", window: { width: 800, recent: ["a", "ü"] } };
  await runCli(["import", file], { store });
  expect((await runCli(["get", "window"], { store })).stdout).toBe('{"width":800,"recent":["a","ü"]}\n');
  await runCli(["set", "theme", "--string", "light"], { store });
  await runCli(["export", file, "--format", "conf"], { store });
  const written = readFileSync(file, "utf8");
  const again = new Conf({ cwd, configName: "config" });
  expect(again.get("window.recent")).toEqual(["a", "ü"]);
  expect(again.get("theme")).toBe("light");
  again.set("theme", "light");
  expect(readFileSync(file, "utf8")).toBe(written);
});
