import { spawn } from "node:child_process";
import { existsSync, lstatSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../engine/transfer/temporaryFiles.fixture.ts";
import { type CliResult, ended } from "./runCli.fixture.ts";

const MAIN = join(import.meta.dirname, "main.ts");

/** Runs a line of Bash in which `strata` is the real command line, in a folder of its own. */
function shell(directory: string, line: string, stdin = ""): Promise<CliResult> {
  const child = spawn("bash", ["-c", `strata() { "${process.execPath}" "${MAIN}" "$@"; }; ${line}`], {
    cwd: directory,
    env: { ...process.env, STRATA_STORE: join(directory, "store") },
    stdio: "pipe",
  });
  child.stdin.end(stdin);
  return ended(child);
}

describe.runIf(process.platform !== "win32")("F23 streams on the command line", () => {
  it("F23 an import reads a substituted process, a pipe, and /dev/stdin", async () => {
    const directory = temporaryFolder();
    const run = (line: string, stdin?: string) => shell(directory, line, stdin);
    expect(await run(`strata import <(echo '{"a":1}') && strata list --values`)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/1 entry imported from \d+ .*\n1 added\..*\n.*"?a"?.*1/),
    });
    expect(await run(`echo '{"b":2}' | strata import /dev/stdin && strata get b`)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/2\n$/),
    });
    writeFileSync(join(directory, "file.json"), '{"c":3}');
    expect(await run("strata import /dev/fd/5 5< file.json && strata get c")).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/3\n$/),
    });
    expect(await run(`strata import --preview <(echo '{"d":1}')`)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("object"),
    });
  });

  it("F23 an import of a substituted process that gives nothing ends", async () => {
    const { code, stderr } = await shell(temporaryFolder(), "strata import <(true)");
    expect(code).toBe(3);
    expect(stderr).toMatch(/^[^\n]+\n$/);
  });

  it("F23 an export writes into /dev/stdout, a substituted process and a file that the shell opened", async () => {
    const directory = temporaryFolder();
    const run = (line: string) => shell(directory, line);
    await run("strata set a 1");
    const data = { a: 1 };
    const out = await run("strata export /dev/stdout -f json");
    expect(JSON.parse(out.stdout)).toEqual(data);
    await run("{ strata export /dev/stdout -f ndjson; echo end; } > both");
    expect(readFileSync(join(directory, "both"), "utf8")).toBe('{"key":"a","value":1}\nend\n');
    const through = await run(
      "strata export -f json >(cat > through; touch done); while [ ! -e done ]; do sleep 0.05; done",
    );
    expect(through.code).toBe(0);
    expect(JSON.parse(readFileSync(join(directory, "through"), "utf8"))).toEqual(data);
    const numbered = await run("{ strata export -f ndjson /dev/fd/7; echo end >&7; } 7> numbered");
    expect(numbered.code).toBe(0);
    expect(readFileSync(join(directory, "numbered"), "utf8")).toBe('{"key":"a","value":1}\nend\n');
  });

  it("F23 a full device is said, with 7, and a device is never replaced", async () => {
    const directory = temporaryFolder();
    await shell(directory, "strata set a 1");
    if (existsSync("/dev/full")) {
      const full = await shell(directory, "strata export /dev/full");
      expect(full).toMatchObject({ code: 7, stderr: expect.stringContaining("the disk is full") });
      expect(full.stderr).not.toContain("    at ");
      expect(lstatSync("/dev/full").isCharacterDevice()).toBe(true);
    }
    expect(await shell(directory, "strata export /dev/null")).toMatchObject({ code: 0 });
    expect(lstatSync("/dev/null").isCharacterDevice()).toBe(true);
  });

  it("F23 Ctrl+C ends an export that waits for a pipe's reader", async () => {
    const directory = temporaryFolder();
    await shell(directory, "strata set a 1; mkfifo pipe");
    // Says when it waits: it looks for a reader again and again, and opening the pipe without one fails with ENXIO.
    const waits = join(directory, "waits.mjs");
    writeFileSync(
      waits,
      `import { writeSync, promises } from "node:fs";
      import { syncBuiltinESMExports } from "node:module";
      const { open } = promises;
      promises.open = (path, ...more) => {
        if (String(path).endsWith("pipe")) writeSync(1, "waits");
        return open(path, ...more);
      };
      syncBuiltinESMExports();`,
    );
    const child = spawn(process.execPath, ["--import", waits, MAIN, "export", "pipe"], {
      cwd: directory,
      env: { ...process.env, STRATA_STORE: join(directory, "store") },
      stdio: "pipe",
    });
    child.stdout.once("data", () => child.kill("SIGINT"));
    expect((await ended(child)).code).toBe(130);
  });

  it("F24 a signal that comes once the answer is there changes no exit code", async () => {
    const directory = temporaryFolder();
    await shell(directory, "strata set a 1");
    for (let round = 0; round < 4; round += 1) {
      const child = spawn(process.execPath, [MAIN, "snapshot"], {
        cwd: directory,
        env: { ...process.env, STRATA_STORE: join(directory, "store") },
        stdio: "pipe",
      });
      let again: NodeJS.Timeout | undefined;
      child.stdout.once("data", () => {
        again = setInterval(() => child.kill(round % 2 === 0 ? "SIGINT" : "SIGTERM"), 1);
      });
      const { code, stdout } = await ended(child);
      clearInterval(again);
      expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/^v\d+-/) });
    }
  });
});
