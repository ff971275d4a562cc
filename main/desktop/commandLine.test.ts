import { describe, expect, it } from "vitest";
import { pathsIn } from "./commandLine.ts";

describe("pathsIn", () => {
  it("finds what a packaged app was asked to open, seen from where it was asked", () => {
    const argv = ["/opt/Strata/strata", "--no-sandbox", "notes.json", "/data/store"];
    expect(pathsIn(argv, true, "/home/ada")).toEqual(["/home/ada/notes.json", "/data/store"]);
  });

  it("leaves out the app's own folder in a source tree, wherever the flags stand", () => {
    const argv = ["/usr/bin/electron", "--inspect=0", "/src/strata", "--disable-gpu", "notes.json"];
    expect(pathsIn(argv, false, "/home/ada")).toEqual(["/home/ada/notes.json"]);
    expect(pathsIn(["/usr/bin/electron", "."], false, "/home/ada")).toEqual([]);
  });

  it("takes no flag for a path", () => {
    expect(pathsIn(["strata", "--original-process-start-time=1", "-psn_0_1"], true, "/")).toEqual([]);
  });
});
