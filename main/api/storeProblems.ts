import { randomUUID } from "node:crypto";
import { ORPCError } from "@orpc/server";
import { type Failure, failure, type StoreProblem } from "../../shared/contract/index.ts";
import { type EnhancedPersistence, lossMessage, upgradeMessage } from "../engine/index.ts";
import { riskMessage, riskyPlace } from "../service/riskyPlace.ts";
import { toFailure, withoutPaths } from "./failures.ts";

/** Only the newest problems are sent. */
const MOST = 5;

/** The problems of an open store that belong to no call: earlier ones, and those since its opening. */
export class StoreProblems {
  readonly #listeners = new Set<() => void>();
  #list: readonly StoreProblem[] = [];

  readonly #hidden: readonly string[];

  /** @param hidden Paths of which messages may contain only the last part. */
  constructor(
    store: Pick<EnhancedPersistence, "lostCommits" | "upgraded" | "onProblem" | "path">,
    name: string,
    hidden: readonly string[] = [],
  ) {
    this.#hidden = hidden;
    if (store.lostCommits !== null) {
      const message = lossMessage(name, store.lostCommits);
      this.#add({ code: "DATA_INTEGRITY", message }, store.lostCommits.noticedAt);
    }
    if (store.upgraded !== null) {
      this.#add({ code: "STORAGE", message: upgradeMessage(name, store.upgraded) }, new Date().toISOString());
    }
    const risk = store.path === null ? null : riskyPlace(store.path);
    if (risk !== null)
      this.#add({ code: "STORAGE", message: riskMessage(name, risk) }, new Date().toISOString());
    store.onProblem((problem) => this.add(problem));
  }

  /** Newest last. */
  get list(): readonly StoreProblem[] {
    return this.#list;
  }

  add(problem: Error): void {
    this.#add(described(problem, this.#hidden), new Date().toISOString());
    for (const listener of [...this.#listeners]) listener();
  }

  /** Calls the listener whenever the list changes, until the returned function is called. */
  onList(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A repeated problem replaces its earlier report. */
  #add({ code, message }: Pick<Failure, "code" | "message">, at: string): void {
    const others = this.#list.filter((known) => known.message !== message);
    this.#list = [...others, { id: randomUUID(), code, message, at }].slice(-MOST);
  }
}

function described(problem: Error, hidden: readonly string[]): Pick<Failure, "code" | "message"> {
  const failed = hidden.length === 0 ? toFailure(problem) : withoutPaths(toFailure(problem), hidden, problem);
  const known = failed instanceof ORPCError ? failure.safeParse(failed.data) : undefined;
  return known?.success === true ? known.data : { code: "STORAGE", message: failed.message };
}
