import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { EXIT } from "./exitCodes.ts";
import { runCli } from "./runCli.fixture.ts";

const PAGE = readFileSync(join(import.meta.dirname, "../../docs/cli.md"), "utf8");

it("docs/cli.md names every command and every exit code", async () => {
  const { stdout } = await runCli(["--help"]);
  const commands = [...stdout.slice(stdout.indexOf("Commands:")).matchAll(/^ {2}([a-z]+)/gm)].map(
    ([, name]) => name,
  );
  expect(commands.length).toBeGreaterThan(15);
  const missing = commands.filter((name) => name !== "help" && !new RegExp(`\`${name}[ \`]`).test(PAGE));
  expect(missing).toEqual([]);
  const documented = [...PAGE.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code));
  expect(documented).toEqual(Object.values(EXIT));
});
