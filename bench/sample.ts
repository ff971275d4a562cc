/** How often something is measured: up to `times`, but not for longer than `seconds` in all, and once at least. */
export interface Effort {
  readonly times: number;
  readonly seconds: number;
}

/**
 * Microseconds that each call took. `call` gets the number of the call; a promise is awaited, anything else is not,
 * so that a synchronous store pays no turn of the event loop.
 */
export async function sample(effort: Effort, call: (number: number) => unknown): Promise<number[]> {
  const taken: number[] = [];
  const end = performance.now() + effort.seconds * 1_000;
  for (let number = 0; number < effort.times; number++) {
    const start = performance.now();
    if (number > 0 && start > end) break;
    const result = call(number);
    if (result instanceof Promise) await result;
    taken.push((performance.now() - start) * 1_000);
  }
  return taken;
}
