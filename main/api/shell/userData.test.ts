import { describe, expect, it } from "vitest";
import { userDataDirectory } from "./userData.ts";

describe("userDataDirectory", () => {
  it("is where each system wants it", () => {
    expect(userDataDirectory({}, "linux", "/home/ada")).toBe("/home/ada/.config/Strata");
    expect(userDataDirectory({ XDG_CONFIG_HOME: "/conf" }, "linux", "/home/ada")).toBe("/conf/Strata");
    expect(userDataDirectory({}, "darwin", "/Users/ada")).toBe(
      "/Users/ada/Library/Application Support/Strata",
    );
  });

  it("ignores a relative XDG_CONFIG_HOME", () => {
    expect(userDataDirectory({ XDG_CONFIG_HOME: "conf" }, "linux", "/home/ada")).toBe(
      "/home/ada/.config/Strata",
    );
  });

  it("is STRATA_USER_DATA where that is set", () => {
    expect(userDataDirectory({ STRATA_USER_DATA: "/tmp/x", XDG_CONFIG_HOME: "/conf" }, "linux", "/h")).toBe(
      "/tmp/x",
    );
  });
});
