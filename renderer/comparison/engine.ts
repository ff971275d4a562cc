import { compareJson, DiffOutline, type DiffRow } from "../../shared/diff/index.ts";
import { formatJson } from "../../shared/json/index.ts";
import { reasonOf } from "../../shared/model/index.ts";
import { describeKey } from "./describeKey.ts";
import type { DiffAnswer, DiffRequest } from "./protocol.ts";
import { compareOptions } from "./quiet.ts";

/** Rows in one message. */
const PART = 2_000;

/** Answers requests one after the other, remembering the last comparison. Runs in the worker, away from the page. */
export class DiffEngine {
  readonly #post: (answer: DiffAnswer) => void;
  #outline: DiffOutline | null = null;
  #texts: { readonly before: string | null; readonly after: string | null } = { before: null, after: null };

  constructor(post: (answer: DiffAnswer) => void) {
    this.#post = post;
  }

  handle(request: DiffRequest): void {
    try {
      switch (request.kind) {
        case "compare":
          this.#compare(request);
          break;
        case "unfold":
          this.#postRows(request.id, this.#outline?.unfold(request.row) ?? []);
          break;
        case "describe":
          this.#post({ kind: "described", id: request.id, text: describeKey(request) });
          break;
        case "format":
          this.#post({
            kind: "formatted",
            id: request.id,
            before: lines(this.#texts.before),
            after: lines(this.#texts.after),
          });
          break;
      }
    } catch (error) {
      const message = reasonOf(error);
      this.#post({ kind: "failed", id: request.id, message });
    }
  }

  #compare({ id, before, after, rules, opensSame }: DiffRequest & { kind: "compare" }): void {
    this.#outline = null;
    this.#texts = { before, after };
    const comparison = compareJson(before, after, compareOptions(rules));
    if (comparison.kind === "tooLarge") {
      const { length, limit } = comparison;
      this.#post({ kind: "tooLarge", id, length, limit });
      return;
    }
    const { root } = comparison;
    this.#post({ kind: "structure", id, totals: root.totals, isSame: root.kind === "same" });
    this.#outline = new DiffOutline(root, opensSame);
    this.#postRows(id, this.#outline.rows());
  }

  #postRows(id: number, rows: readonly DiffRow[]): void {
    for (let from = 0; from === 0 || from < rows.length; from += PART) {
      const part = rows.slice(from, from + PART);
      this.#post({ kind: "rows", id, rows: part, isLast: from + PART >= rows.length });
    }
  }
}

const lines = (text: string | null) => (text === null ? "" : formatJson(text));
