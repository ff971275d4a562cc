import type { Command } from "commander";
import type { SnapshotVersion } from "../../../shared/model/index.ts";
import type { SnapshotOptions } from "../../engine/persistence.ts";
import { toSnapshot } from "../../service/moments.ts";
import type { Context } from "../context.ts";
import { describeSnapshot } from "../describe.ts";
import { UsageError } from "../exitCodes.ts";
import { counted } from "../output.ts";
import { oneLine } from "../printable.ts";
import { toCount } from "./options.ts";

const SNAPSHOT_HELP = "a snapshot: v…, a tag (its newest), or oldest:<tag>";

export function addSnapshotCommands(program: Command, context: Context): void {
  const snapshot = program.command("snapshot").summary("take, list, pin and delete snapshots");
  addCreate(snapshot, context);
  addList(snapshot, context);
  addPins(snapshot, context);
  addDelete(snapshot, context);
  addUndelete(snapshot, context);
  addTag(program, context);
}

interface CreateOptions {
  readonly tag: readonly string[];
  readonly message?: string;
  readonly delta?: string | true;
  readonly pin?: string | true;
  readonly max: number;
}

function addCreate(snapshot: Command, context: Context): void {
  snapshot
    .command("create", { isDefault: true })
    .description("Takes a snapshot of the present. Its cost does not depend on the size of the store.")
    .option(
      "-t, --tag <tag>",
      "a tag; may be given several times",
      (tag, tags: string[]) => [...tags, tag],
      [],
    )
    .option("-m, --message <text>", "a description")
    .option("--delta [base]", "make it a delta snapshot against this one, or the latest")
    .option("--pin [reason]", "protect it from --max")
    .option(
      "--max <count>",
      "then delete unpinned snapshots beyond this number, automatic and untagged ones first; 0: none",
      toCount,
      0,
    )
    .action(async (options: CreateOptions, command: Command) => {
      const made = await context.withStore(
        command,
        async (store) => {
          const base =
            typeof options.delta === "string"
              ? (await toSnapshot(store, options.delta)).version
              : options.delta && ("latest" as const);
          const wanted: SnapshotOptions = {
            tags: options.tag,
            description: options.message ?? null,
            pinned: options.pin !== undefined,
            pinReason: typeof options.pin === "string" ? options.pin : null,
            ...(base !== undefined && { base }),
          };
          return store.snapshot(wanted);
        },
        { maxSnapshots: options.max },
      );
      await context.output(command).answer(made, [made.version]);
    });
}

function addList(snapshot: Command, context: Context): void {
  snapshot
    .command("list")
    .alias("ls")
    .description("Lists snapshots, newest first.")
    .option("-t, --tag <tag>", "only snapshots with this tag")
    .action(async ({ tag }: { tag?: string }, command: Command) => {
      const all = await context.withStore(command, (store) => store.listSnapshots());
      const found = tag === undefined ? all : all.filter(({ tags }) => tags.includes(tag));
      await context.output(command).answer(found, found.map(describeSnapshot));
    });
}

function addPins(snapshot: Command, context: Context): void {
  const pin = async (word: string, pinned: boolean, pinReason: string | null, command: Command) => {
    const updated = await context.withStore(command, async (store) => {
      const { version } = await toSnapshot(store, word);
      return store.updateSnapshot(version, { pinned, pinReason });
    });
    await context.output(command).answer(updated, [describeSnapshot(updated)]);
  };
  snapshot
    .command("pin")
    .description("Protects a snapshot from --max.")
    .argument("<snapshot>", SNAPSHOT_HELP)
    .argument("[reason]")
    .action((word: string, reason: string | undefined, _: unknown, command: Command) =>
      pin(word, true, reason ?? null, command),
    );
  snapshot
    .command("unpin")
    .description("Removes the protection of a snapshot from --max.")
    .argument("<snapshot>", SNAPSHOT_HELP)
    .action((word: string, _: unknown, command: Command) => pin(word, false, null, command));
}

function addDelete(snapshot: Command, context: Context): void {
  snapshot
    .command("delete")
    .description("Deletes snapshots by their versions. No other snapshot changes.")
    .argument("<versions...>")
    .action(async (versions: string[], _: unknown, command: Command) => {
      await context.withStore(command, (store) => store.deleteSnapshots(versions as SnapshotVersion[]));
      await context
        .output(command)
        .answer({ deleted: versions }, [
          `${counted(versions.length, "snapshot")} deleted. \`snapshot undelete\` restores them until the next prune.`,
        ]);
    });
}

function addUndelete(snapshot: Command, context: Context): void {
  snapshot
    .command("undelete")
    .description(
      "Restores deleted snapshots, until the next prune deletes them for good; without versions lists them.",
    )
    .argument("[versions...]")
    .action(async (versions: string[], _: unknown, command: Command) => {
      const output = context.output(command);
      if (versions.length === 0) {
        const deleted = await context.withStore(command, (store) => store.deletedSnapshots());
        await output.answer(deleted, deleted.map(describeSnapshot));
        return;
      }
      const made = await context.withStore(command, (store) =>
        store.undeleteSnapshots(versions as SnapshotVersion[]),
      );
      await output.answer(made, made.map(describeSnapshot));
    });
}

interface TagOptions {
  readonly remove?: boolean;
  readonly rename?: string;
}

function addTag(program: Command, context: Context): void {
  program
    .command("tag")
    .summary("list, add, rename and remove tags")
    .description(
      "Without arguments, lists the tags in use. With a snapshot and tags, adds or removes those tags.",
    )
    .argument("[snapshot]", SNAPSHOT_HELP)
    .argument("[tags...]")
    .option("-d, --remove", "remove the tags instead of adding them")
    .option("--rename <tag>", "replace the given tag by this one")
    .action(async (word: string | undefined, tags: string[], options: TagOptions, command: Command) => {
      const output = context.output(command);
      if (word === undefined) {
        const used = await context.withStore(command, (store) => store.tags());
        await output.answer(
          used,
          used.map(({ tag, count }) => `${oneLine(tag)}\t${counted(count, "snapshot")}`),
        );
        return;
      }
      if (tags.length === 0) throw new UsageError("Expected at least one tag after the snapshot.");
      if (options.rename !== undefined && tags.length !== 1) {
        throw new UsageError("Expected one tag to rename.");
      }
      const updated = await context.withStore(command, async (store) => {
        const { version, tags: before } = await toSnapshot(store, word);
        return store.updateSnapshot(version, { tags: changed(before, tags, options) });
      });
      await output.answer(updated, [describeSnapshot(updated)]);
    });
}

function changed(
  before: readonly string[],
  tags: readonly string[],
  { remove, rename }: TagOptions,
): string[] {
  if (rename !== undefined) return before.map((tag) => (tag === tags[0] ? rename : tag));
  if (remove === true) return before.filter((tag) => !tags.includes(tag));
  return [...new Set([...before, ...tags])];
}
