import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { temporaryFolder } from "../engine/transfer/temporaryFiles.fixture.ts";
import { runCli } from "./runCli.fixture.ts";

const MAIN = join(import.meta.dirname, "main.ts");
const isPosix = process.platform !== "win32";

/** Lets bash complete words as it does when a person presses Tab. Gives what it offers. */
async function completedByBash(directory: string, words: readonly string[]): Promise<string[]> {
  const { stdout: script } = await runCli(["completion", "bash"], { directory });
  const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
  const bash = `strata() { ${quoted(process.execPath)} ${quoted(MAIN)} "$@"; }
${script}
COMP_WORDS=(${words.map(quoted).join(" ")}); COMP_CWORD=${words.length - 1}
__strata_complete
printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync("bash", ["-c", bash], { cwd: directory, encoding: "utf8" }).split("\n").filter(Boolean);
}

it.runIf(isPosix)(
  "F25 completing runs no command that a file's name holds, and none that is typed",
  async () => {
    const directory = temporaryFolder();
    const names = ["fine.json", "$(touch ran)", "a`touch ran`.json", "x;touch ran", "two\nlines", "it's"];
    for (const name of names) writeFileSync(join(directory, name), "{}");
    expect(await completedByBash(directory, ["strata", "import", ""])).toEqual(["fine.json"]);
    await completedByBash(directory, ["strata", "get", "$(touch ran)", "`touch ran`", ""]);
    expect(readdirSync(directory).sort()).toEqual(names.sort());
  },
);

it.runIf(isPosix)("F25 completing after a redirection leaves the file as it is", async () => {
  const directory = temporaryFolder();
  writeFileSync(join(directory, "precious.json"), "precious");
  await completedByBash(directory, ["strata", "list", "--values", ">", "precious.json", ""]);
  expect(readFileSync(join(directory, "precious.json"), "utf8")).toBe("precious");
});

it("V1 bytes on stdin that are not UTF-8 are refused, not stored as something else", async () => {
  const directory = temporaryFolder();
  for (const more of [[], ["--string"]]) {
    const { status, stderr } = spawnSync(process.execPath, [MAIN, "set", "a", ...more], {
      cwd: directory,
      input: Buffer.from([0x22, 0xff, 0x22]),
      encoding: "utf8",
    });
    expect(status).toBe(3);
    expect(stderr).toMatch(/not UTF-8/);
  }
  expect(readdirSync(directory)).toEqual([]);
});

it.runIf(isPosix)("F24 where the current folder was deleted, a command says so, and -C helps", async () => {
  const place = temporaryFolder();
  const gone = join(place, "gone");
  mkdirSync(join(place, "store"));
  expect((await runCli(["set", "a", "1"], { directory: join(place, "store") })).code).toBe(0);
  const there = (...args: string[]) => {
    mkdirSync(gone, { recursive: true });
    const script = 'rmdir ../gone; exec "$@"';
    return spawnSync("sh", ["-c", script, "sh", process.execPath, MAIN, ...args], {
      cwd: gone,
      encoding: "utf8",
    });
  };
  expect(there("list")).toMatchObject({ status: 7, stderr: expect.stringMatching(/no longer exists/) });
  expect(JSON.parse(there("list", "--json").stderr)).toMatchObject({ error: { code: "STORAGE" } });
  expect(there("-C", join(place, "store"), "list")).toMatchObject({ status: 0, stdout: "a\n" });
  expect(there("version").status).toBe(0);
  rmSync(gone, { recursive: true, force: true });
});

it("F25 a date that no calendar has is no moment", async () => {
  const directory = temporaryFolder();
  await runCli(["set", "a", "1"], { directory });
  for (const word of ["2026-13-01", "2026-02-30", "2025-02-29", "2026-00-10"]) {
    const { code, stderr } = await runCli(["get", "a", "--at", word], { directory });
    expect([word, code, stderr]).toEqual([word, 4, expect.stringMatching(/not a time/)]);
  }
  expect((await runCli(["get", "a", "--at", "2024-02-29"], { directory })).code).toBe(1);
});
