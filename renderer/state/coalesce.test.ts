import { expect, it } from "vitest";
import { coalesce } from "./coalesce.ts";

it("shares one more run among the calls made while one runs", async () => {
  let runs = 0;
  const gates: (() => void)[] = [];
  const refresh = coalesce(async () => {
    runs += 1;
    await new Promise<void>((open) => gates.push(open));
  });
  const first = refresh();
  const others = [refresh(), refresh(), refresh()];
  expect(runs).toBe(1);
  gates[0]?.();
  await first;
  await new Promise((resolve) => setTimeout(resolve));
  expect(runs).toBe(2);
  gates[1]?.();
  await Promise.all(others);
  expect(runs).toBe(2);
});

it("tells a failure to the caller of that run only", async () => {
  let runs = 0;
  const refresh = coalesce(async () => {
    runs += 1;
    if (runs === 1) throw new Error("lost");
  });
  const first = refresh();
  const second = refresh();
  await expect(first).rejects.toThrow("lost");
  await expect(second).resolves.toBeUndefined();
  expect(runs).toBe(2);
});
