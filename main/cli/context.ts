import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { NotAStoreError } from "../engine/errors.ts";
import { createEnhancedPersistence, lossMessage } from "../engine/index.ts";
import type { EnhancedPersistence, JobOptions } from "../engine/persistence.ts";
import { STORE_FILE } from "../engine/storage/schema.ts";
import type { ExitCode } from "./exitCodes.ts";
import { Output } from "./output.ts";
import { ProgressLine } from "./progress.ts";
import { type Terminal, writeLine } from "./terminal.ts";

/** What every command may be given. */
export interface CommonOptions {
  readonly store?: string;
  readonly json?: boolean;
}

export interface StoreOptions {
  readonly create?: boolean;
  readonly maxSnapshots?: number;
  readonly fallback?: string | undefined;
}

/** What a command works with: the terminal, and a store that is open while it runs. */
export class Context {
  readonly terminal: Terminal;
  /** Set by a command whose answer is not plainly yes. */
  exitCode: ExitCode = 0;

  constructor(terminal: Terminal) {
    this.terminal = terminal;
  }

  output(command: Command): Output {
    return new Output(this.terminal, command.optsWithGlobals<CommonOptions>().json === true);
  }

  /** A path as the person wrote it, made absolute. */
  path(path: string): string {
    return resolve(this.terminal.directory, path);
  }

  /** The folder of the store: --store, else STRATA_STORE, else the fallback, which is where the command was called. */
  storeFolder(command: Command, fallback = "."): string {
    const { store } = command.optsWithGlobals<CommonOptions>();
    return this.path(store ?? this.terminal.env["STRATA_STORE"] ?? fallback);
  }

  /**
   * Opens the store, runs the command with it, and closes it. What a damaged log lost is told on stderr, each time.
   *
   * @param create Makes a store in an empty or missing folder. Else that is refused, so that a wrong path makes none.
   * @param maxSnapshots As the engine's option, but without a limit where it is not given: no command deletes a snapshot
   * that it was not asked to delete.
   * @param fallback As for `storeFolder`.
   */
  async withStore<Result>(
    command: Command,
    run: (store: EnhancedPersistence) => Promise<Result>,
    { create = false, maxSnapshots = 0, fallback }: StoreOptions = {},
  ): Promise<Result> {
    const folder = this.storeFolder(command, fallback);
    if (!create && !existsSync(join(folder, STORE_FILE))) {
      throw new NotAStoreError(
        `${folder} is not a store: it holds no ${STORE_FILE}. Name one with --store, or make one with \`strata set\` or \`strata import\`.`,
        { path: folder },
      );
    }
    const store = await createEnhancedPersistence({ basePath: folder, maxSnapshots });
    try {
      const { lostCommits } = store;
      if (lostCommits !== null) await writeLine(this.terminal.stderr, lossMessage(folder, lostCommits));
      return await run(store);
    } finally {
      await store.close();
    }
  }

  /** Runs a long job with its progress on stderr, if that is a terminal, and stopped by Ctrl+C. */
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
}
