import { join } from "node:path";
import { expect, it } from "vitest";
import { temporaryFolder } from "../engine/transfer/temporaryFiles.fixture.ts";
import { runCli } from "./runCli.fixture.ts";

it("F26 a deleted snapshot is listed and restored until the next prune, which reports its deletion", async () => {
  const store = join(temporaryFolder(), "store");
  const json = async (...args: string[]) => JSON.parse((await runCli([...args, "--json"], { store })).stdout);
  await runCli(["set", "a", "1"], { store });
  const { version } = await json("snapshot", "--tag", "release");
  await runCli(["set", "a", "2"], { store });
  await runCli(["snapshot", "delete", version], { store });
  expect(await json("snapshot", "list")).toEqual([]);
  expect(await json("snapshot", "undelete")).toMatchObject([{ version, tags: ["release"] }]);
  expect(await json("snapshot", "undelete", version)).toMatchObject([{ version }]);
  expect(await json("snapshot", "list")).toMatchObject([{ version, tags: ["release"] }]);
  await runCli(["snapshot", "delete", version], { store });
  const preview = await runCli(["prune", "--keep", "0", "--dry-run"], { store });
  expect(preview.stdout).toContain("1 deleted snapshot could not be restored any more.");
  await runCli(["prune", "--keep", "0"], { store });
  expect(await runCli(["snapshot", "undelete", version], { store })).toMatchObject({ code: 4 });
});
