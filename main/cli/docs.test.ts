import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { expect, it } from "vitest";
import { temporaryFolder } from "../engine/transfer/temporaryFiles.fixture.ts";
import { EXIT, EXIT_MEANINGS } from "./exitCodes.ts";
import { run } from "./program.ts";
import { ended } from "./runCli.fixture.ts";

const PAGE = readFileSync(join(import.meta.dirname, "../../docs/cli.md"), "utf8");

async function help(...command: readonly string[]): Promise<string> {
  const stdout = new PassThrough();
  const chunks: Buffer[] = [];
  stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  await run([...command, "--help"], {
    stdin: new PassThrough().end(),
    stdout,
    stderr: new PassThrough(),
    env: {},
    directory: import.meta.dirname,
    signal: new AbortController().signal,
  });
  return Buffer.concat(chunks).toString();
}

const commandsIn = (text: string) => {
  const at = text.indexOf("Commands:");
  const names =
    at < 0 ? [] : [...text.slice(at).matchAll(/^ {2}([a-z]+)/gm)].map(([, name]) => name as string);
  return names.filter((name) => name !== "help");
};

it.runIf(process.platform !== "win32")(
  "F23 the first example of docs/cli.md works from top to bottom, in a folder with files of its own",
  async () => {
    const example = /```sh\n([\s\S]+?)```/.exec(PAGE)?.[1];
    expect(example).toMatch(/^strata import data\.json/);
    const directory = temporaryFolder();
    mkdirSync(join(directory, ".git"));
    writeFileSync(join(directory, "README.md"), "# Mine");
    writeFileSync(join(directory, "data.json"), '{"user":{"list":[1]},"n":1}');
    const { STRATA_STORE: _, ...env } = process.env;
    const main = join(import.meta.dirname, "main.ts");
    const child = spawn("bash", ["-euxc", `strata() { "${process.execPath}" "${main}" "$@"; }\n${example}`], {
      cwd: directory,
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const { code, stdout, stderr } = await ended(child);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stdout).toContain("+ user:1");
    expect(stdout.trimEnd().split("\n").at(-1)?.trim()).toBe("1");
    expect(readdirSync(directory).sort()).toEqual([".git", "README.md", "data.json", "data.json.store"]);
  },
);

it("docs/cli.md names every command and every exit code", async () => {
  const commands = commandsIn(await help());
  expect(commands.length).toBeGreaterThan(15);
  const missing = commands.filter((name) => !new RegExp(`\`${name}[ \`]`).test(PAGE));
  expect(missing).toEqual([]);
  const documented = [...PAGE.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code));
  expect(documented).toEqual(Object.values(EXIT));
  const meanings = [...PAGE.matchAll(/^\| \d+ \| (.+) \|$/gm)].map(([, text = ""]) =>
    text.replaceAll("`", ""),
  );
  expect(meanings).toEqual(Object.values(EXIT_MEANINGS));
});

it("docs/cli.md names every option, long or short, and none that there isn't", async () => {
  const known = new Set<string>();
  const missing: string[] = [];
  const look = async (...command: string[]): Promise<void> => {
    const text = await help(...command);
    for (const [, short, long = ""] of text.matchAll(/^ {2}(?:(-\w), )?(--[a-z-]+)/gm)) {
      for (const name of [short, long]) if (name) known.add(name);
      const isNamed = [short, long].some((name) => name && new RegExp(`${name}(?![\\w-])`).test(PAGE));
      if (!isNamed && !["--help", "--version"].includes(long)) missing.push(`${command.join(" ")} ${long}`);
    }
    for (const name of commandsIn(text)) await look(...command, name);
  };
  await look();
  expect(missing).toEqual([]);
  const named = [...PAGE.matchAll(/(?<=[`\s])(--?[a-z][a-z-]*)/g)].map(([, name]) => name as string);
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});
