import { expect, it } from "vitest";
import type { JsonText } from "../model/index.ts";
import { patchOperations } from "./index.ts";

it("F12 a patch of 150,000 changes does not overflow the stack", () => {
  const value = (changed: number) =>
    `{"all":{${Array.from({ length: 150_000 }, (_, n) => `"k${n}":{"same":"${"x".repeat(60)}","n":${changed}}`).join(",")}}}` as JsonText;
  expect(patchOperations(value(1), value(2))).toHaveLength(150_000);
});
