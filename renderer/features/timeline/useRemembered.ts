import { useEffect, useState } from "react";
import { isCancelled } from "../../client/index.ts";
import { useApp } from "../../state/app.ts";

/** A row that only flies by while the list is scrolled asks nothing. Milliseconds. */
const SETTLED = 120;

const MOST_ANSWERS = 500;

/** Answers that stay true, by what was asked; the oldest make room. */
export class Answers<Answer> {
  readonly #known = new Map<string, Answer>();

  get(question: string): Answer | undefined {
    return this.#known.get(question);
  }

  set(question: string, answer: Answer): Answer {
    const [oldest] = this.#known.keys();
    if (this.#known.size >= MOST_ANSWERS && oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(question, answer);
    return answer;
  }
}

/**
 * The answer to a row's question, asked once the row has stayed in view for a moment, unless it is known; null until it
 * is there, and for no question.
 */
export function useRemembered<Answer>(
  answers: Answers<Answer>,
  question: string | null,
  ask: (signal: AbortSignal) => Promise<Answer>,
): Answer | null {
  const fail = useApp((state) => state.fail);
  const [, setAnswered] = useState<string | null>(null);
  const known = question === null ? undefined : answers.get(question);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the question says when what is asked is another thing
  useEffect(() => {
    if (question === null || answers.get(question) !== undefined) return;
    const controller = new AbortController();
    const timer = setTimeout(() => {
      ask(controller.signal).then(
        (answer) => {
          answers.set(question, answer);
          setAnswered(question);
        },
        (error: unknown) => {
          if (!controller.signal.aborted && !isCancelled(error)) fail(error);
        },
      );
    }, SETTLED);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [answers, question, fail]);
  return known ?? null;
}
