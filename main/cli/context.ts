import { statSync } from "node:fs";
import { isAbsolute, resolve } from "node:path";
import type { Writable } from "node:stream";
import type { Command } from "commander";
import { NotAStoreError, NotFoundError, StorageError } from "../engine/errors.ts";
import { createEnhancedPersistence, holdsStore, lossMessage, upgradeMessage } from "../engine/index.ts";
import type { EnhancedPersistence, JobOptions } from "../engine/persistence.ts";
import { NewStore } from "../service/newStore.ts";
import { riskMessage, riskyPlace } from "../service/riskyPlace.ts";
import { storeIn } from "../service/storePlaces.ts";
import { EXIT, type ExitCode, Stopped } from "./exitCodes.ts";
import { Output } from "./output.ts";
import { Pager } from "./pager.ts";
import { ProgressLine } from "./progress.ts";
import { wantsColour } from "./styled.ts";
import type { Terminal } from "./terminal.ts";

/** The options of every command. */
export interface CommonOptions {
  readonly store?: string;
  readonly directory?: string;
  readonly json?: boolean;
  readonly color?: "auto" | "always" | "never";
  readonly pager?: boolean;
  readonly readOnly?: boolean;
}

export interface StoreOptions {
  readonly create?: boolean;
  readonly maxSnapshots?: number;
  readonly fallback?: string | undefined;
}

/** The environment of a command: the terminal, and a store that is open while it runs. */
export class Context {
  readonly terminal: Terminal;
  /** Set by a command that has no result. */
  exitCode: ExitCode = 0;
  #directory: string | null;

  constructor(terminal: Terminal) {
    this.terminal = terminal;
    this.#directory = terminal.directory;
  }

  /** The base of relative paths: the current folder, or --directory. */
  get directory(): string {
    if (this.#directory !== null) return this.#directory;
    throw new StorageError(
      "The current folder no longer exists, or its name is not UTF-8. Change to another one, or name one with -C.",
    );
  }

  /** Applies the options that are common to all commands. */
  begin(command: Command): void {
    const { directory } = command.optsWithGlobals<CommonOptions>();
    if (directory === undefined) return;
    const path = this.path(directory);
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true)
      throw new NotFoundError(`There is no folder ${path}.`, { path });
    this.#directory = path;
  }

  output(command: Command, stdout: Writable = this.terminal.stdout): Output {
    const { json = false, color = "auto" } = command.optsWithGlobals<CommonOptions>();
    return new Output({
      stdout,
      stderr: this.terminal.stderr,
      json,
      colour: wantsColour(color, this.terminal),
    });
  }

  /** Calls `run` with an output that a pager shows, if stdout is a terminal. */
  async paged<Result>(command: Command, run: (output: Output) => Promise<Result>): Promise<Result> {
    const { json, pager } = command.optsWithGlobals<CommonOptions>();
    const { stdout } = this.terminal;
    const shown =
      json === true || pager === false || stdout.isTTY !== true ? null : await Pager.start(this.terminal);
    try {
      return await run(this.output(command, shown?.input));
    } finally {
      await shown?.end();
    }
  }

  /** Makes a path from the command line absolute. */
  path(path: string): string {
    return isAbsolute(path) ? resolve(path) : resolve(this.directory, path);
  }

  /** The folder named by --store or STRATA_STORE; undefined if neither is set. */
  namedStore(command: Command): string | undefined {
    const named = command.optsWithGlobals<CommonOptions>().store ?? this.terminal.env["STRATA_STORE"];
    return named === undefined || named === "" ? undefined : this.path(named);
  }

  /**
   * The folder of the store: the named one, else the fallback, else the store of the current folder (see `storeIn`).
   */
  storeFolder(command: Command, fallback?: string): string {
    return this.namedStore(command) ?? fallback ?? storeIn(this.directory);
  }

  /**
   * Opens the store, runs the command with it, and closes it. Commits lost in a damaged log are reported on stderr,
   * each time.
   *
   * @param create Creates a store in an empty or missing folder, and removes it again if the command fails. Without
   * `create` this is refused, so that a mistyped path creates none.
   * @param maxSnapshots As the engine's option, but by default without a limit: no command deletes a snapshot unless it
   * was asked to.
   * @param fallback As for `storeFolder`.
   */
  async withStore<Result>(
    command: Command,
    run: (store: EnhancedPersistence) => Promise<Result>,
    { create = false, maxSnapshots = 0, fallback }: StoreOptions = {},
  ): Promise<Result> {
    const folder = this.storeFolder(command, fallback);
    if (!create && !holdsStore(folder)) throw noStore(folder);
    const made = create ? NewStore.in(folder) : null;
    let isEmpty = true;
    try {
      const readOnly = command.optsWithGlobals<CommonOptions>().readOnly === true;
      const store = await createEnhancedPersistence({
        basePath: folder,
        maxSnapshots,
        ...(readOnly && { readOnly }),
      });
      try {
        if (store.readOnly === "not writable") {
          const message = `${folder} cannot be written to: it is opened read-only, from a copy.`;
          await this.output(command).warn("READ_ONLY", message);
        }
        const { lostCommits, upgraded } = store;
        if (upgraded !== null) {
          await this.output(command).warn("UPGRADED", upgradeMessage(folder, upgraded));
        }
        if (lostCommits !== null) {
          await this.output(command).warn("LOST_COMMITS", lossMessage(folder, lostCommits));
        }
        // Warns at creation, and whenever a person reads the output, but not in scripts that run repeatedly.
        const risk = made !== null || this.terminal.stderr.isTTY === true ? riskyPlace(folder) : null;
        if (risk !== null) await this.output(command).warn("RISKY_PLACE", riskMessage(folder, risk));
        return await run(store);
      } catch (error) {
        const { revision, snapshotCount } = await store.status();
        isEmpty = revision === 0 && snapshotCount === 0;
        throw error;
      } finally {
        await store.close();
      }
    } catch (error) {
      if (isEmpty) made?.discard();
      throw error;
    }
  }

  /** Runs a long job. Shows its progress on stderr, if that is a terminal, and stops it on Ctrl+C. */
  async job<Result>(
    label: string,
    unit: "bytes" | "things",
    run: (options: JobOptions) => Promise<Result>,
  ): Promise<Result> {
    const progress = new ProgressLine(this.terminal, label, unit);
    try {
      return await run({ signal: this.terminal.signal, onProgress: progress.report });
    } finally {
      progress.end();
    }
  }

  /** Reports "no result" on stderr, and sets the exit code. */
  async no(command: Command, message: string): Promise<void> {
    this.exitCode = EXIT.no;
    await this.output(command).say({ error: { code: "NO", message } }, message);
  }

  /**
   * The exit code of a command that runs until it is stopped: 0 after Ctrl+C, the signal's code after another signal.
   */
  get stopCode(): ExitCode {
    const { reason } = this.terminal.signal;
    return reason instanceof Stopped && reason.exitCode !== EXIT.interrupted ? reason.exitCode : EXIT.done;
  }
}

function noStore(folder: string): NotAStoreError {
  return new NotAStoreError(
    `${folder} is not a store and holds none. Name one with --store, or make one with \`strata import <file>\` or \`strata set\`.`,
    { path: folder },
  );
}
