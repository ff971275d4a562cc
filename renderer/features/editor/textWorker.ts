import {
  type DisputedPlace,
  disputedPlaces,
  formatJson,
  JsonSyntaxError,
  mergeThreeWay,
  minify,
  toPointer,
  validate,
} from "../../../shared/json/index.ts";
import type { JsonText } from "../../../shared/model/index.ts";
import { findLeaves } from "./tree/find.ts";

/**
 * - `check`: whether it is JSON, and nothing back but that.
 * - `find`: where the names and leaves begin that contain a text.
 * - `dispute`: the first places, this many at most, where it and another edit of one value differ.
 * - `merge`: the two edits laid together; it holds at these places, JSON Pointers, the other one elsewhere. Undefined when
 *   nothing is left.
 */
export type TextTask =
  | { readonly kind: "format"; readonly indent: number }
  | { readonly kind: "minify" }
  | { readonly kind: "check" }
  | { readonly kind: "find"; readonly query: string }
  | ({ readonly kind: "dispute"; readonly most: number } & OtherSides)
  | ({ readonly kind: "merge"; readonly mineAt: readonly string[] } & OtherSides);

/** What a value was, and what another edit made of it; undefined where there was none. */
export interface OtherSides {
  readonly base: JsonText | undefined;
  readonly theirs: JsonText | undefined;
}

export type TextResult = string | readonly number[] | readonly DisputedPlace[] | undefined;

export interface TextRequest {
  readonly id: number;
  readonly text: string;
  readonly task: TextTask;
}

/** A `JsonSyntaxError`, whose class doesn't come through a message. */
export type SyntaxProblem = Pick<
  JsonSyntaxError,
  "reason" | "offset" | "line" | "column" | "pointer" | "atEnd"
>;

export type TextOutcome =
  | { readonly kind: "done"; readonly result: TextResult }
  | { readonly kind: "notJson"; readonly problem: SyntaxProblem }
  | { readonly kind: "failed"; readonly message: string };

export interface TextAnswer {
  readonly id: number;
  readonly outcome: TextOutcome;
}

self.addEventListener("message", ({ data: { id, text, task } }: MessageEvent<TextRequest>) => {
  const answer: TextAnswer = { id, outcome: outcomeOf(text, task) };
  self.postMessage(answer);
});

function outcomeOf(text: string, task: TextTask): TextOutcome {
  try {
    return { kind: "done", result: result(text, task) };
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) return { kind: "failed", message: String(error) };
    const { reason, offset, line, column, pointer, atEnd } = error;
    return { kind: "notJson", problem: { reason, offset, line, column, pointer, atEnd } };
  }
}

function result(text: string, task: TextTask): TextResult {
  switch (task.kind) {
    case "find":
      return findLeaves(text, task.query);
    case "format":
      return formatJson(text, task.indent);
    case "minify":
      return minify(text);
    case "dispute":
      return disputedPlaces(task.base, task.theirs, text as JsonText).slice(0, task.most);
    case "merge": {
      const mineAt = new Set(task.mineAt);
      return mergeThreeWay(task.base, task.theirs, text as JsonText, ({ path }) =>
        mineAt.has(toPointer(path)) ? "mine" : "theirs",
      );
    }
    case "check": {
      const validity = validate(text);
      if (!validity.ok) throw validity.error;
      return "";
    }
  }
}
