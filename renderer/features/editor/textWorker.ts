import { JsonSyntaxError } from "../../../shared/json/index.ts";
import { doText, type TextArguments, type TextTask } from "./textTasks.ts";

export interface TextRequest {
  readonly id: number;
  readonly task: TextTask;
  readonly given: TextArguments<TextTask>;
}

/** A `JsonSyntaxError`, whose class doesn't come through a message. */
export type SyntaxProblem = Pick<
  JsonSyntaxError,
  "reason" | "offset" | "line" | "column" | "pointer" | "atEnd"
>;

export type TextOutcome =
  | { readonly kind: "done"; readonly result: unknown }
  | { readonly kind: "notJson"; readonly problem: SyntaxProblem }
  | { readonly kind: "failed"; readonly message: string };

export interface TextAnswer {
  readonly id: number;
  readonly outcome: TextOutcome;
}

self.addEventListener("message", ({ data: { id, task, given } }: MessageEvent<TextRequest>) => {
  const answer: TextAnswer = { id, outcome: outcomeOf(task, given) };
  self.postMessage(answer);
});

function outcomeOf(task: TextTask, given: TextArguments<TextTask>): TextOutcome {
  try {
    return { kind: "done", result: doText(task, given) };
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) return { kind: "failed", message: String(error) };
    const { reason, offset, line, column, pointer, atEnd } = error;
    return { kind: "notJson", problem: { reason, offset, line, column, pointer, atEnd } };
  }
}
