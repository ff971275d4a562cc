import type { Command } from "commander";
import { formatJson, JsonSyntaxError, minify, preview, typeOf } from "../../../shared/json/index.ts";
import {
  type Entry,
  type JsonText,
  type Key,
  type Moment,
  PRUNED_MEANWHILE,
} from "../../../shared/model/index.ts";
import { InvalidValueError } from "../../engine/errors.ts";
import { toKey } from "../../engine/key.ts";
import type { EnhancedPersistence } from "../../engine/persistence.ts";
import { deletedBy } from "../../service/changeCounts.ts";
import { deleteKeys } from "../../service/largeChanges.ts";
import { MOMENT_HELP, toMoment } from "../../service/moments.ts";
import { renameKey } from "../../service/renameKey.ts";
import type { Context } from "../context.ts";
import { EXIT } from "../exitCodes.ts";
import { counted } from "../output.ts";
import { oneLine } from "../printable.ts";
import { safetyLines, safetyOf } from "../safety.ts";
import { readAll } from "../terminal.ts";
import { MESSAGE_HELP, type MessageOption, toCount } from "./options.ts";

/** Keys per request. */
const PAGE = 500;

export function addEntryCommands(program: Command, context: Context): void {
  addGet(program, context);
  addSet(program, context);
  addDelete(program, context);
  addRename(program, context);
  addList(program, context);
}

function addGet(program: Command, context: Context): void {
  program
    .command("get")
    .summary("print a value")
    .description("Prints a value as it is stored, byte for byte. Exit code 1 if there is no such key.")
    .argument("<key>")
    .option("--at <moment>", MOMENT_HELP, "now")
    .option("-p, --pretty", "indent the value over lines")
    .option("-r, --raw", "print a string as it is, without quotes and escapes")
    .action(
      async (name: string, options: { at: string; pretty?: boolean; raw?: boolean }, command: Command) => {
        const output = context.output(command);
        const key = toKey(name);
        const entry = await context.withStore(command, async (store) =>
          store.read(key, await toMoment(store, options.at)),
        );
        if (entry === undefined) {
          await context.no(command, `There is no key ${JSON.stringify(name)}${atWords(options.at)}.`);
        } else if (output.json) await output.line(entryJson(entry));
        else await output.line(shown(entry.text, options));
      },
    );
}

function addSet(program: Command, context: Context): void {
  program
    .command("set")
    .summary("write a value")
    .description(
      "Writes a value as JSON, with its notation, without insignificant white space. Without a value, or with -, reads it from stdin. Creates the store if the folder is empty.",
    )
    .argument("<key>")
    .argument("[value]", "JSON, as in 12, '\"text\"' or '{\"a\":1}'")
    .option("--string", "the value is plain text, not JSON")
    .option(
      "--if-since <revision>",
      "write only if this revision wrote the key's value; 0: only if the key is new",
      toCount,
    )
    .option("-m, --message <text>", MESSAGE_HELP)
    .action(
      async (
        name: string,
        given: string | undefined,
        options: { string?: boolean; ifSince?: number } & MessageOption,
        command: Command,
      ) => {
        const key = toKey(name);
        const source = given === undefined || given === "-" ? await readValue(context) : given;
        const text = options.string === true ? (JSON.stringify(source) as JsonText) : toText(name, source);
        const expected =
          options.ifSince === undefined ? undefined : new Map([[key, (options.ifSince || null) as never]]);
        const revision = await context.withStore(
          command,
          (store) =>
            store.write([{ key, text }], {
              operation: "set",
              message: options.message,
              ...(expected !== undefined && { expected }),
            }),
          { create: true },
        );
        await context
          .output(command)
          .answer({ key, revision }, [
            revision === null
              ? `${oneLine(name)} already has that value.`
              : `${oneLine(name)} is set (r${revision}).`,
          ]);
      },
    );
}

function addDelete(program: Command, context: Context): void {
  program
    .command("delete")
    .summary("delete keys")
    .description("Deletes keys, as one revision. Exit code 1 if none of them exists.")
    .argument("<keys...>")
    .option("-m, --message <text>", MESSAGE_HELP)
    .action(async (names: string[], { message }: MessageOption, command: Command) => {
      const keys = names.map(toKey);
      const { revision, deleted, safety } = await context.withStore(command, async (store) => {
        const { done, safety } = await deleteKeys(store, safetyOf(store, context.terminal), keys, message);
        return { ...done, safety, deleted: await deletedBy(store, done.revision) };
      });
      if (revision === null) context.exitCode = EXIT.no;
      const line =
        revision === null
          ? "None of these keys exists."
          : deleted === null
            ? `Deleted (r${revision}). ${PRUNED_MEANWHILE}.`
            : `${counted(deleted, "key")} deleted (r${revision}). \`strata undo\` undoes it.`;
      await context
        .output(command)
        .answer({ revision, deleted, safetySnapshot: safety }, [line, ...safetyLines(safety)]);
    });
}

function addRename(program: Command, context: Context): void {
  program
    .command("rename")
    .summary("rename a key")
    .description(
      "Renames a key, as one revision. Exit code 4 if there is no such key, 5 if the new name is taken.",
    )
    .argument("<key>")
    .argument("<new-name>")
    .option("-m, --message <text>", MESSAGE_HELP)
    .action(async (from: string, to: string, { message }: MessageOption, command: Command) => {
      const names = { from: toKey(from), to: toKey(to) };
      const revision = await context.withStore(command, (store) =>
        renameKey(store, names.from, names.to, message),
      );
      await context
        .output(command)
        .answer({ revision, ...names }, [
          `${oneLine(from)} is ${oneLine(to)} now (r${revision}). \`strata undo\` undoes it.`,
        ]);
    });
}

interface ListOptions {
  readonly at: string;
  readonly prefix: string;
  readonly limit?: number;
  readonly long?: boolean;
  readonly values?: boolean;
}

function addList(program: Command, context: Context): void {
  program
    .command("list")
    .alias("ls")
    .summary("list keys")
    .description("Lists keys in order of their UTF-8 bytes.")
    .argument("[text]", "only keys that contain this text, ignoring case", "")
    .option("--at <moment>", MOMENT_HELP, "now")
    .option("--prefix <text>", "only keys that begin with this text", "")
    .option("-n, --limit <count>", "at most this many", toCount)
    .option("-l, --long", "show type, size and the beginning of the value")
    .option("--values", 'show whole values, one entry a line as {"key","value"}')
    .action(async (text: string, options: ListOptions, command: Command) => {
      const output = context.output(command);
      await context.withStore(command, async (store) => {
        const moment = await toMoment(store, options.at);
        await output.rows(listed(store, moment, text.toLowerCase(), options, context.terminal.signal));
      });
    });
}

async function* listed(
  store: EnhancedPersistence,
  at: Moment,
  text: string,
  options: ListOptions,
  signal: AbortSignal,
): AsyncGenerator<{ json: string; line: string }> {
  const { prefix, limit = Number.POSITIVE_INFINITY } = options;
  let after: Key | undefined;
  let count = 0;
  for (;;) {
    signal.throwIfAborted();
    const range = after === undefined && prefix !== "" ? { from: toKey(prefix) } : { after };
    const keys = await store.keys(at, range, PAGE);
    for (const key of keys) {
      if (!key.startsWith(prefix)) return;
      if (text !== "" && !key.toLowerCase().includes(text)) continue;
      if (count === limit) return;
      count += 1;
      yield await row(store, at, key, options);
    }
    after = keys.at(-1);
    if (keys.length < PAGE) return;
  }
}

async function row(
  store: EnhancedPersistence,
  at: Moment,
  key: Key,
  { long, values }: ListOptions,
): Promise<{ json: string; line: string }> {
  if (long !== true && values !== true) return { json: JSON.stringify(key), line: oneLine(key) };
  const entry = await store.read(key, at);
  if (entry === undefined) return { json: "null", line: "" };
  if (values === true)
    return { json: entryJson(entry), line: `{"key":${JSON.stringify(key)},"value":${entry.text}}` };
  const size = Buffer.byteLength(entry.text);
  const type = typeOf(entry.text);
  return {
    json: JSON.stringify({ key, type, size, since: entry.since, preview: preview(entry.text) }),
    line: `${type.padEnd(7)} ${String(size).padStart(9)}  ${oneLine(key)}  ${preview(entry.text, 60)}`,
  };
}

function entryJson({ key, text, since }: Entry): string {
  return `{"key":${JSON.stringify(key)},"value":${text},"since":${since}}`;
}

function shown(text: JsonText, { pretty, raw }: { pretty?: boolean; raw?: boolean }): string {
  if (raw === true && typeOf(text) === "string") return JSON.parse(text) as string;
  return pretty === true ? formatJson(text) : text;
}

async function readValue({ terminal: { stdin, stderr } }: Context): Promise<string> {
  if (stdin.isTTY === true) stderr.write("Type the value, then press Ctrl+D on an empty line.\n");
  return readAll(stdin);
}

function toText(key: string, source: string): JsonText {
  try {
    return minify(source);
  } catch (cause) {
    if (!(cause instanceof JsonSyntaxError)) throw cause;
    const hint = /^[\w .-]+$/.test(source.trim()) ? " Use --string to store it as text." : "";
    throw new InvalidValueError(`The value for ${JSON.stringify(key)} is not JSON: ${cause.message}${hint}`, {
      key,
      pointer: cause.pointer,
      line: cause.line,
      column: cause.column,
      cause,
    });
  }
}

function atWords(moment: string): string {
  return moment === "now" ? "" : ` at ${moment}`;
}
