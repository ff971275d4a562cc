import { spawnSync } from "node:child_process";

/** Whether strace can trace here: it is installed, and tracing is allowed. */
export function canTrace(): boolean {
  return spawnSync("strace", ["-f", "-o", "/dev/null", "true"]).status === 0;
}

export const WITHOUT_STRACE = "strace is not here or may not trace (Debian: apt-get install strace)";

/** One call of the system that changes a file, or tells that something was acknowledged. */
export type FileCall =
  | { readonly call: "write"; readonly path: string; readonly at: number; readonly bytes: Buffer }
  | { readonly call: "truncate"; readonly path: string; readonly length: number }
  | { readonly call: "sync"; readonly path: string }
  | { readonly call: "create"; readonly path: string }
  | { readonly call: "folder"; readonly path: string }
  | { readonly call: "remove"; readonly path: string }
  | { readonly call: "link"; readonly path: string; readonly to: string }
  | { readonly call: "rename"; readonly path: string; readonly to: string }
  | { readonly call: "said"; readonly line: string };

/** The calls that a recording has to have. */
export const RECORDED =
  "trace=openat,close,pwrite64,write,pwritev,writev,ftruncate,fsync,fdatasync,unlink,unlinkat,rename,link,mkdir,fallocate";

/**
 * Reads what `strace -f -y -xx -s 10000000 -e <RECORDED>` wrote, in order: file descriptors are followed by their paths
 * in angle brackets, texts are hexadecimal.
 */
export function readRecording(text: string): FileCall[] {
  const calls: FileCall[] = [];
  const unfinished = new Map<string, string>();
  for (const raw of text.split("\n")) {
    const parts = /^(\d+) +(.*)$/.exec(raw);
    if (parts === null) continue;
    const [, process = "", rest = ""] = parts;
    if (rest.endsWith("<unfinished ...>")) {
      unfinished.set(process, rest.slice(0, -"<unfinished ...>".length).trimEnd());
      continue;
    }
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest);
    const line = resumed === null ? rest : (unfinished.get(process) ?? "") + (resumed[1] ?? "");
    const call = readCall(line);
    if (call !== undefined) calls.push(call);
  }
  return calls;
}

function readCall(line: string): FileCall | undefined {
  if (/ = -1 /.test(line)) return undefined;
  const name = line.slice(0, line.indexOf("("));
  const path = descriptorPath(line);
  switch (name) {
    case "pwrite64": {
      const [, hex = "", at = ""] = /, "((?:\\x[0-9a-f]{2})*)", \d+, (\d+)\)/.exec(line) ?? [];
      return { call: "write", path, at: Number(at), bytes: fromHex(hex) };
    }
    case "write": {
      if (!line.startsWith("write(1<")) return undefined;
      const [, hex = ""] = /, "((?:\\x[0-9a-f]{2})*)"/.exec(line) ?? [];
      return { call: "said", line: fromHex(hex).toString().trim() };
    }
    case "ftruncate":
      return { call: "truncate", path, length: Number(/, (\d+)\)/.exec(line)?.[1]) };
    case "fsync":
    case "fdatasync":
      return { call: "sync", path };
    case "openat":
      return line.includes("O_CREAT") ? { call: "create", path: openedPath(line) } : undefined;
    case "mkdir":
      return { call: "folder", path: textArguments(line)[0] ?? "" };
    case "unlink":
    case "unlinkat":
      return { call: "remove", path: textArguments(line)[0] ?? "" };
    case "link":
    case "rename": {
      const [from = "", to = ""] = textArguments(line);
      return { call: name, path: from, to };
    }
    default:
      return undefined;
  }
}

/** The path that `-y` shows of the first descriptor. */
function descriptorPath(line: string): string {
  return unescaped(/^\w+\(\d+<([^>]*)>/.exec(line)?.[1] ?? "");
}

function openedPath(line: string): string {
  return unescaped(/ = \d+<([^>]*)>/.exec(line)?.[1] ?? "");
}

function textArguments(line: string): string[] {
  return [...line.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].map(([, hex = ""]) => fromHex(hex).toString());
}

function unescaped(text: string): string {
  return text.startsWith("\\x") ? fromHex(text).toString() : text;
}

function fromHex(escaped: string): Buffer {
  return Buffer.from(escaped.replaceAll("\\x", ""), "hex");
}
