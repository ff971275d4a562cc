import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { freshDirectory, openStore } from "../../../stores.fixture.ts";
import { prefixOfCopies } from "./leftCopies.ts";

/** The id of a process that has ended. */
async function gone(): Promise<number> {
  const child = spawn(process.execPath, ["-e", ""]);
  await once(child, "exit");
  return child.pid as number;
}

async function storeFolder(): Promise<string> {
  const basePath = await freshDirectory();
  const store = await openStore({ basePath });
  await store.set("a", 1);
  await store.close();
  return basePath;
}

it("F19 the next opening removes the copy of a process that was killed, and nothing else", async () => {
  const basePath = await storeFolder();
  const pid = await gone();
  const outside = await freshDirectory();
  writeFileSync(join(outside, "kept"), "kept");
  const left = mkdtempSync(prefixOfCopies(pid));
  mkdirSync(join(left, "cache"));
  writeFileSync(join(left, "strata.db"), "left");
  symlinkSync(outside, join(left, "link"));
  const link = `${prefixOfCopies(pid)}link`;
  const file = `${prefixOfCopies(pid)}file`;
  const running = mkdtempSync(prefixOfCopies(process.ppid));
  const stranger = mkdtempSync(prefixOfCopies(pid).replace("strata-read-only-", "strata-other-"));
  const kept = [link, file, running, stranger];
  onTestFinished(() => {
    for (const path of kept) rmSync(path, { recursive: true, force: true });
  });
  symlinkSync(outside, link);
  writeFileSync(file, "kept");

  const store = await openStore({ basePath, readOnly: true });
  expect(await store.get("a")).toBe(1);
  expect(existsSync(left)).toBe(false);
  expect(kept.filter((path) => !existsSync(path))).toEqual([]);
  expect(readdirSync(outside)).toEqual(["kept"]);
});

it.runIf(process.platform !== "win32")(
  "F19 a process that is killed while it reads a store leaves nothing for good",
  async () => {
    const basePath = await storeFolder();
    const engine = pathToFileURL(join(import.meta.dirname, "../../../index.ts")).href;
    const code = `import { createEnhancedPersistence } from ${JSON.stringify(engine)};
      await createEnhancedPersistence({ basePath: ${JSON.stringify(basePath)}, readOnly: true });
      console.log("open");
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", code]);
    await once(child.stdout, "data");
    const copies = () => {
      const prefix = prefixOfCopies(child.pid as number);
      return readdirSync(join(prefix, "..")).filter((name) => join(prefix, "..", name).startsWith(prefix));
    };
    expect(copies()).toHaveLength(1);
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(copies()).toHaveLength(1);
    await openStore({ basePath, readOnly: true });
    expect(copies()).toEqual([]);
  },
);
