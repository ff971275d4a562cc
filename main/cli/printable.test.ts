import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../engine/transfer/temporaryFiles.fixture.ts";
import { printable } from "./printable.ts";
import { run } from "./program.ts";

const HOSTILE = [
  "\u001b[2J\u001b[31mred",
  "\u001b]0;title\u0007",
  "\u001b]52;c;ZXZpbA==\u0007",
  "\u009b31m",
  "over\rwritten",
  "\u202egnp.exe",
  "null\u0000",
];
const ACTIVE = /[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/u;

/** Runs a command as in a terminal, or as into a pipe, and gives all that it wrote. */
async function written(isTTY: boolean, ...args: string[]): Promise<string> {
  const chunks: Buffer[] = [];
  const stream = () => {
    const made = Object.assign(new PassThrough(), { isTTY });
    made.on("data", (chunk: Buffer) => chunks.push(chunk));
    return made;
  };
  await run(args, {
    stdin: new PassThrough().end(),
    stdout: stream(),
    stderr: stream(),
    // No pager, and no colours of our own: what is left is the data.
    env: { PAGER: "", NO_COLOR: "1" },
    directory: temporaryFolder(),
    signal: new AbortController().signal,
  });
  // The line that shows progress is taken away by this; it is the only sequence of our own.
  return Buffer.concat(chunks).toString("utf8").replaceAll("\r\u001b[K", "");
}

describe("printable", () => {
  it.each(HOSTILE)("leaves nothing in %j that a terminal acts on", (text) => {
    expect(printable(text)).not.toMatch(ACTIVE);
  });

  it("leaves what is only unusual as it is", () => {
    const text = "naïve\t👩‍👩‍👧 שלום\n漢字";
    expect(printable(text)).toBe(text);
  });
});

describe("in a terminal no command writes what the terminal acts on", () => {
  it.each(HOSTILE)("for %j as key, value, tag and description", async (text) => {
    const store = ["--store", temporaryFolder()];
    const calls = [
      ["set", text, "--string", text],
      ["snapshot", "-t", text, "-m", text],
      ["list"],
      ["list", "--long"],
      ["list", "--values"],
      ["get", text],
      ["get", text, "--raw"],
      ["get", text, "--json"],
      ["get", `${text}none`],
      ["snapshot", "list"],
      ["tag"],
      ["history"],
      ["history", text],
      ["set", text, "1"],
      ["diff", "tag:x"],
      ["diff", `tag:${text}`],
      ["restore", `tag:${text}`],
      ["restore", text],
      ["import", text],
      ["export", "-"],
      ["undo"],
      [text],
    ];
    for (const call of calls)
      expect(await written(true, ...store, ...call), call.join(" ")).not.toMatch(ACTIVE);
  });

  it("and into a pipe a value goes exactly as it is", async () => {
    const store = ["--store", temporaryFolder()];
    await written(false, ...store, "set", "a", "--string", "\u001b[31m");
    expect(await written(false, ...store, "get", "a", "--raw")).toBe("\u001b[31m\n");
  });
});
