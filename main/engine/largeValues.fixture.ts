import { expect } from "vitest";
import type { EnhancedPersistence } from "./persistence.ts";

/** About 8 MB of objects, 80 bytes each, optionally with white space between them. */
export function largeText(note: string, gap = "", items = 100_000): string {
  const item = (n: number) => `{"id":${n},"name":"item number ${n} é","tags":["a","b"],"note":"${note}"}`;
  return `[${Array.from({ length: items }, (_, n) => item(n)).join(`,${gap}`)}]`;
}

/** The number of short calls answered, one after another, until the work has ended. The store has `small` with 1. */
export async function answeredDuring<T>(
  store: EnhancedPersistence,
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly answered: number }> {
  let ended = false;
  const started = work().finally(() => {
    ended = true;
  });
  // The await below throws the error.
  started.catch(() => {});
  let answered = 0;
  while (!ended) {
    await store.status();
    expect(await store.get("small")).toBe(1);
    answered += 1;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { result: await started, answered };
}
