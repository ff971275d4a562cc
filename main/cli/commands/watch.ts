import { EventEmitter, on } from "node:events";
import { statSync } from "node:fs";
import { basename } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { bindingsDirectory, userDataDirectory } from "../../api/shell/userData.ts";
import { InvalidOptionError, NotFoundError } from "../../engine/errors.ts";
import {
  claimedFile,
  type EnhancedPersistence,
  FileWatch,
  type FileWatchOptions,
  removeClaim,
  type SnapshotRule,
  WatchBindings,
  type WatchState,
  type WatchStatus,
} from "../../engine/index.ts";
import { targetOf } from "../../engine/transfer/target.ts";
import { SafetySnapshots } from "../../service/safetySnapshots.ts";
import { startWatch } from "../../service/startWatch.ts";
import type { Context } from "../context.ts";
import { EXIT, type ExitCode, UsageError } from "../exitCodes.ts";
import { counted } from "../output.ts";
import { stopped, writeLine } from "../terminal.ts";
import { describeEvent, type WatchReport } from "../watchEvents.ts";

interface WatchCommandOptions {
  readonly rule?: SnapshotRule;
  readonly once?: boolean;
  readonly replace?: boolean;
  readonly stop?: boolean;
}

/** The exit code for the file's last state. */
const EXIT_OF: Readonly<Record<WatchState["kind"], ExitCode>> = {
  inStep: EXIT.done,
  noFile: EXIT.done,
  unreadable: EXIT.input,
  failed: EXIT.storage,
  elsewhere: EXIT.done,
};

export function addWatchCommand(program: Command, context: Context): void {
  program
    .command("watch")
    .summary("bind a store to a JSON file, until Ctrl+C")
    .description(
      "Makes each change of a JSON file a revision, and writes each change of the store, such as a restore, to the file. The store is --store, else STRATA_STORE, else <file>.store beside the file. Exit code 3 if the file's last content was not JSON, 7 if the file could not be read or written.",
    )
    .argument("[file]", "default: the file that the store is bound to")
    .option(
      "-r, --rule <rule>",
      "when a change of the file makes a snapshot: every, minutes:<N> or manual; default: every, or as before",
      toRule,
    )
    .option("--once", "import the file's changes, write the store's changes, and exit")
    .option("--replace", "replace the keys of a store that is not bound to the file by its content")
    .option("--stop", "remove the binding; store and file stay as they are")
    .action(async (word: string | undefined, options: WatchCommandOptions, command: Command) => {
      const { rule, once, replace, stop } = options;
      if (stop === true && (rule !== undefined || once === true || replace === true)) {
        throw new UsageError("Expected --stop without --rule, --once and --replace.");
      }
      const file = word === undefined ? undefined : context.path(word);
      await context.withStore(
        command,
        (store) =>
          stop === true
            ? unbind(context, command, store, file)
            : follow(context, command, store, file, options),
        {
          create: file !== undefined && stop !== true && isFile(file),
          fallback: file && `${file}.store`,
        },
      );
    });
}

async function follow(
  context: Context,
  command: Command,
  store: EnhancedPersistence,
  file: string | undefined,
  options: WatchCommandOptions,
): Promise<void> {
  const output = context.output(command);
  const events = new EventEmitter();
  const report = (event: WatchReport) => events.emit("report", event);
  // Subscribed before binding, so that imports during the binding are reported too.
  const reports = on(events, "report", { close: ["ended"] });
  let last: string | null = null;
  let polling: string | null = null;
  const onStatus = ({ state, polling: reason }: WatchStatus) => {
    if (reason !== null && reason !== polling) report({ kind: "polling", reason });
    polling = reason;
    const now = JSON.stringify(state);
    if (last !== null && now !== last) report({ kind: "state", state });
    if (last !== null) last = now;
  };
  const watch = await begin(context, store, file, options, { onEvent: report, onStatus });
  try {
    if (options.once !== true) {
      last = JSON.stringify({ kind: "inStep" });
      report({ kind: "watching", status: watch.status, store: store.path ?? "" });
      onStatus(watch.status);
    }
    const ending = async () => {
      await (options.once === true ? watch.settled() : stopped(context.terminal.signal));
      await watch.close();
      if (options.once === true) report({ kind: "state", state: watch.status.state });
    };
    const ended = ending().finally(() => events.emit("ended"));
    for await (const [event] of reports) {
      const { json, line } = describeEvent(event as WatchReport, watch.status.name);
      await output.line(output.json ? json : line);
    }
    await ended;
  } finally {
    await watch.close();
  }
  context.exitCode = EXIT_OF[watch.status.state.kind] || context.stopCode;
}

/** Continues an existing binding, or creates the requested one. */
async function begin(
  context: Context,
  store: EnhancedPersistence,
  file: string | undefined,
  { rule, replace }: WatchCommandOptions,
  listeners: FileWatchOptions,
): Promise<FileWatch> {
  const { bindings, bound, claim } = await followed(context, store);
  if (file === undefined || (bound !== null && (await isSame(bound, file)))) {
    const watch = await FileWatch.resume(store, bindings, listeners);
    if (watch === null) throw notBound(store, claim);
    if (rule !== undefined) await watch.setRule(rule);
    return watch;
  }
  if (!isFile(file)) throw new NotFoundError(`There is no file ${file}.`, { path: file });
  const { entryCount } = await store.status();
  if (entryCount > 0 && replace !== true && !(await FileWatch.isInStep(store, file))) {
    const binding = bound === null ? "is not bound to a file" : `is bound to ${bound}`;
    throw new InvalidOptionError(
      `${store.path} holds ${counted(entryCount, "key")} and ${binding}: the content of ${basename(file)} would replace them. Allow that with --replace, or name another store with --store.`,
    );
  }
  // A file that was named on purpose may change any share of the store, so a snapshot always precedes it.
  return startWatch(
    store,
    new SafetySnapshots(store, () => 1),
    bindings,
    file,
    rule ?? { kind: "every" },
    listeners,
  );
}

function notBound(store: EnhancedPersistence, claim: string | null): NotFoundError {
  const what = claim === null ? "<file>" : JSON.stringify(claim);
  const says = claim === null ? "" : ` It claims to follow ${claim}; nothing was read or written there.`;
  return new NotFoundError(
    `${store.path} is not bound to a file here.${says} Bind it with: strata watch ${what} --store ${JSON.stringify(store.path)}${claim === null ? "" : " --replace"}`,
  );
}

async function unbind(
  context: Context,
  command: Command,
  store: EnhancedPersistence,
  file: string | undefined,
): Promise<void> {
  const { bindings, bound, claim } = await followed(context, store);
  const named = bound ?? claim;
  if (store.path === null || named === null || (file !== undefined && !(await isSame(named, file)))) {
    context.exitCode = EXIT.no;
    await writeLine(context.terminal.stderr, `${store.path} is not bound to ${file ?? "a file"}.`);
    return;
  }
  await (await bindings.of(store)).end();
  await removeClaim(store.path);
  await context
    .output(command)
    .answer({ unbound: named }, [
      `${basename(named)} is no longer watched. The file and the store stay as they are.`,
    ]);
}

/** The file that the store is bound to here, or the one that its folder claims to follow. */
async function followed(context: Context, store: EnhancedPersistence) {
  const bindings = new WatchBindings(bindingsDirectory(userDataDirectory(context.terminal.env)));
  const bound = (await (await bindings.of(store)).read())?.file ?? null;
  const claim = bound === null && store.path !== null ? await claimedFile(store.path) : null;
  return { bindings, bound, claim };
}

async function isSame(one: string, other: string): Promise<boolean> {
  return (await targetOf(one)) === (await targetOf(other));
}

/** @throws {InvalidOptionError} if it is a folder. */
function isFile(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory() === true) throw new InvalidOptionError(`${path} is a folder. Name a JSON file.`);
  return found !== undefined;
}

function toRule(word: string): SnapshotRule {
  if (word === "every") return { kind: "every" };
  if (word === "manual") return { kind: "never" };
  const minutes = /^minutes:(\d+(?:\.\d+)?)$/.exec(word)?.[1];
  if (minutes === undefined || Number(minutes) === 0) {
    throw new InvalidArgumentError("Expected every, minutes:<N> with N above 0, or manual.");
  }
  return { kind: "interval", minutes: Number(minutes) };
}
