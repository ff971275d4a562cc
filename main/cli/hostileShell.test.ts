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

const has = (shell: string) => spawnSync(shell, ["-c", "exit"]).status === 0;

/** Lets zsh complete a line on a terminal as when a person presses Tab, and waits until the screen shows what is expected. */
async function completedByZsh(directory: string, line: string, expected: string): Promise<string> {
  const { stdout: script } = await runCli(["completion", "zsh"], { directory });
  const setUp = join(temporaryFolder(), "setUp.zsh");
  writeFileSync(
    setUp,
    `PS1=; strata() { "$NODE" "$MAIN" "$@" }\nautoload -Uz compinit; compinit -D -u\n${script}\nprint READY$((1+1))`,
  );
  const zsh = `zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell 'source "$SET_UP"'
zpty -r shell screen '*READY2*'
zpty -n -w shell "$LINE"$'\\t'
zpty -r shell screen "*$EXPECTED*"
print -r -- "$screen"
zpty -d shell`;
  return execFileSync("zsh", ["-f", "-c", zsh], {
    cwd: directory,
    encoding: "utf8",
    env: { ...process.env, NODE: process.execPath, MAIN, SET_UP: setUp, LINE: line, EXPECTED: expected },
    timeout: 60_000,
  });
}

it.runIf(isPosix && has("zsh"))(
  "F25 zsh completes a command and a file, and runs no other word",
  async () => {
    const directory = temporaryFolder();
    for (const name of ["fine.json", "$(touch ran)", "x;touch ran"])
      writeFileSync(join(directory, name), "{}");
    const names = readdirSync(directory);
    expect(await completedByZsh(directory, "strata impo", "import")).toContain("strata import");
    const line = "strata -s $(touch ran) import f";
    expect(await completedByZsh(directory, line, "fine.json")).toContain("fine.json");
    expect(readdirSync(directory)).toEqual(names);
  },
);

it("F25 the script for PowerShell doubles every quotation mark that PowerShell takes for an apostrophe", async () => {
  const { stdout } = await runCli(["completion", "powershell"], { directory: temporaryFolder() });
  expect(stdout).toContain(`($_ -replace "(['\\u2018-\\u201b])", '$1$1')`);
});

it.skipIf(process.platform !== "linux")(
  "F24 an argument, a variable and a folder that are not UTF-8 are refused, not taken for other ones",
  async () => {
    const directory = temporaryFolder();
    const bash = (line: string) =>
      spawnSync("bash", ["-c", `strata() { "$NODE" "$MAIN" "$@"; }; ${line}`], {
        cwd: directory,
        encoding: "utf8",
        env: { ...process.env, NODE: process.execPath, MAIN },
      });
    expect(bash(`strata set $'a\\xff' 1`)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('"a\\xff"'),
    });
    expect(JSON.parse(bash(`STRATA_STORE=$'\\xff' strata list --json`).stderr)).toMatchObject({
      error: { code: "USAGE" },
    });
    expect(readdirSync(directory)).toEqual([]);
    const folder = bash(`mkdir $'\\xff'; cd $'\\xff'; strata set a 1; echo $?; ls -A .. | wc -l`);
    expect(folder).toMatchObject({ stdout: "7\n1\n", stderr: expect.stringContaining("not UTF-8") });
    // The character itself is one like any other.
    expect(bash("strata -s store set '\uFFFD' 1 && strata -s store list")).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("\uFFFD"),
    });
  },
);

it("F24 where there is no temporary folder, what needs one says so", async () => {
  const directory = temporaryFolder();
  const env = {
    TMPDIR: join(directory, "missing"),
    TEMP: join(directory, "missing"),
    TMP: join(directory, "missing"),
  };
  for (const args of [
    ["import", "-"],
    ["--read-only", "list"],
  ]) {
    if (args[0] !== "import") await runCli(["set", "a", "1"], { directory });
    const { code, stderr } = await runCli(args, { directory, env, stdin: "{}" });
    expect([code, stderr]).toEqual([
      7,
      expect.stringMatching(/^[^\n]*Can't make a temporary folder in [^\n]*\n$/),
    ]);
  }
});

it.runIf(isPosix && has("fish"))("F25 fish offers what can be typed, and runs nothing of it", async () => {
  const directory = temporaryFolder();
  for (const name of ["fine.json", "$(touch ran)", "(touch ran)", "x;touch ran"])
    writeFileSync(join(directory, name), "{}");
  const { stdout: script } = await runCli(["completion", "fish"], { directory });
  const names = readdirSync(directory);
  const fish = (line: string) =>
    execFileSync(
      "fish",
      ["--no-config", "-c", `function strata; $NODE $MAIN $argv; end; ${script}; complete -C $LINE`],
      {
        cwd: directory,
        encoding: "utf8",
        env: { ...process.env, NODE: process.execPath, MAIN, LINE: line },
      },
    );
  expect(fish("strata import ")).toMatch(/^fine\.json/m);
  expect(fish("strata impo")).toMatch(/^import/m);
  expect(fish("strata get '(touch ran)' --x(touch ran)=")).not.toContain("ran\n");
  expect(readdirSync(directory)).toEqual(names);
});

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
