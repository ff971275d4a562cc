import { describe, expect, it } from "vitest";
import { programToStart } from "./appImage.ts";

describe("what starts the app again", () => {
  const env = { APPIMAGE: "/home/ada/Strata.AppImage", APPDIR: "/tmp/strata-mounted-a1" };

  it("is the AppImage's file where its program is running", () => {
    expect(programToStart("/tmp/strata-mounted-a1/usr/lib/strata-desktop/strata-desktop", env)).toBe(
      env.APPIMAGE,
    );
  });

  it("is the program itself, also where another AppImage started it", () => {
    const installed = "/usr/lib/strata-desktop/strata-desktop";
    expect(programToStart(installed, env)).toBe(installed);
    expect(programToStart("/tmp/strata-mounted-a12/strata", env)).toBe("/tmp/strata-mounted-a12/strata");
    expect(programToStart(installed, {})).toBe(installed);
  });
});
