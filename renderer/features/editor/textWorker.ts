import { formatJson, JsonSyntaxError, minify, validate } from "../../../shared/json/index.ts";
import { findLeaves } from "./tree/find.ts";

/**
 * - `check`: whether it is JSON, and nothing back but that.
 * - `find`: where the names and leaves begin that contain a text.
 */
export type TextTask =
  | { readonly kind: "format"; readonly indent: number }
  | { readonly kind: "minify" }
  | { readonly kind: "check" }
  | { readonly kind: "find"; readonly query: string };

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
  | { readonly kind: "done"; readonly result: string | readonly number[] }
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

function result(text: string, task: TextTask): string | readonly number[] {
  if (task.kind === "find") return findLeaves(text, task.query);
  if (task.kind === "format") return formatJson(text, task.indent);
  if (task.kind === "minify") return minify(text);
  const validity = validate(text);
  if (!validity.ok) throw validity.error;
  return "";
}
