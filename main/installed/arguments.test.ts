import { describe, expect, it } from "vitest";
import { argumentsOfCommandLine } from "./arguments.ts";

describe("what an installed Strata is asked for", () => {
  it("is the command line by the switch of its program alone", () => {
    const program = ["/usr/lib/strata-desktop/strata-desktop", "--no-sandbox", "--strata-command-line", "--"];
    expect(argumentsOfCommandLine([...program, "get", "a key", "--at", "--", "x"])).toEqual([
      "get",
      "a key",
      "--at",
      "--",
      "x",
    ]);
    expect(argumentsOfCommandLine(program)).toEqual([]);
  });

  it("is the app otherwise, with whatever files are named", () => {
    expect(argumentsOfCommandLine(["strata-desktop", "a.json"])).toBeNull();
    expect(argumentsOfCommandLine(["strata-desktop", "--", "--strata-command-line", "--"])).toBeNull();
    expect(argumentsOfCommandLine(["strata-desktop", "--strata-command-line"])).toBeNull();
  });
});
