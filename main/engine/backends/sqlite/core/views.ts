import { StorageError } from "../../../errors.ts";
import type { ReadStatements } from "../storage/readStatements.ts";
import type { StoreCore } from "./core.ts";
import { Head } from "./head.ts";

/** A store at one point in time, while the view is open. */
export interface View {
  readonly statements: ReadStatements;
  readonly head: Head;
  readonly close: () => void;
}

/**
 * Consistent views for long reads: each has its own connection, inside one read transaction. A store in memory has only
 * one connection, so a long read must run without a pause there.
 */
export class Views {
  readonly #core: StoreCore;
  /** The last view's connection, kept because opening one and preparing its statements takes 1 ms. */
  #spare: ReadStatements | undefined;

  constructor(core: StoreCore) {
    this.#core = core;
  }

  async open(): Promise<View> {
    const core = this.#core;
    core.assertOpen();
    if (core.isAlone) {
      const head = new Head();
      await core.queue.submit(() => {
        core.flushPending();
        head.copyFrom(core.head);
      });
      return { statements: core.own, head, close: () => {} };
    }
    if (core.mustWait) await core.queue.submit(() => {});
    for (let attempt = 0; attempt < 100; attempt += 1) {
      await core.committed.read("history", () => {});
      const view = this.#look();
      if (view !== undefined) return view;
    }
    const { path } = core;
    throw new StorageError(`${path} is being written to without a pause by another process; try again.`, {
      path: path ?? undefined,
    });
  }

  close(): void {
    this.#spare?.database.close();
    this.#spare = undefined;
  }

  /** A view; undefined if another process wrote pending history in the meantime. */
  #look(): View | undefined {
    let statements = this.#spare;
    this.#spare = undefined;
    try {
      statements ??= this.#core.openReader("walk");
      if (statements === undefined) return undefined;
      statements.begin.run();
      const opened = statements;
      if (opened.hasPending.get() === 0) {
        const head = new Head();
        head.load(opened);
        return { statements: opened, head, close: () => this.#giveBack(opened) };
      }
      this.#giveBack(opened);
      return undefined;
    } catch (error) {
      statements?.database.close();
      throw this.#core.failure(error);
    }
  }

  #giveBack(statements: ReadStatements): void {
    if (this.#spare !== undefined || this.#core.closed) {
      statements.database.close();
      return;
    }
    try {
      statements.end.run();
      statements.database.pragma("shrink_memory");
      this.#spare = statements;
    } catch {
      // A damaged file may refuse even the end of a read. The read itself, or the next one, reports the fault.
      statements.database.close();
    }
  }
}
