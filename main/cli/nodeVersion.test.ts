import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { OLDEST_NODE, refusalOf } from "./nodeVersion.ts";

it("an older Node gets a message with what is needed, from the command line and from npm", () => {
  for (const version of ["18.20.8", "20.20.2", "22.14.9"]) {
    expect(refusalOf(version)).toContain(`needs Node ${OLDEST_NODE} or later, and this is Node ${version}`);
  }
  for (const version of ["22.15.0", "22.20.1", "24.0.0", "26.1.0"]) expect(refusalOf(version)).toBeNull();
  const { engines } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  expect(engines.node).toBe(`>=${OLDEST_NODE}`);
});
