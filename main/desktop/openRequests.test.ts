import { EventEmitter } from "node:events";
import { describe, expect, it } from "vitest";
import { OpenRequests } from "./openRequests.ts";

/** The part of Electron's `app` that concerns files. */
class FakeApp extends EventEmitter {
  refused = 0;

  /** As macOS does when a file is dropped on the icon or opened with the app. */
  openFile(path: string): void {
    this.refused += 1;
    this.emit("open-file", { preventDefault: () => (this.refused -= 1) }, path);
  }
}

function requests(paths: readonly string[] = []) {
  const app = new FakeApp();
  const opened: string[] = [];
  const asked = new OpenRequests(app as never, paths);
  const open = async (path: string) => void opened.push(path);
  return { app, asked, opened, open };
}

describe("OpenRequests", () => {
  it("keeps what is asked for before there is a window, in its order", async () => {
    const { app, asked, opened, open } = requests(["/from/argv.json"]);
    app.openFile("/first.json");
    app.openFile("/second store");
    expect(opened).toEqual([]);
    await asked.begin(open);
    expect(opened).toEqual(["/from/argv.json", "/first.json", "/second store"]);
  });

  it("opens what is asked for later at once, and each once", async () => {
    const { app, asked, opened, open } = requests();
    await asked.begin(open);
    app.openFile("/later.json");
    expect(opened).toEqual(["/later.json"]);
  });

  it("loses nothing that is asked for while the first ones are being opened", async () => {
    const { app, asked, opened } = requests(["/slow"]);
    const slow = Promise.withResolvers<void>();
    const begun = asked.begin(async (path) => {
      if (path === "/slow") await slow.promise;
      opened.push(path);
    });
    app.openFile("/meanwhile");
    slow.resolve();
    await begun;
    expect(opened.toSorted()).toEqual(["/meanwhile", "/slow"]);
  });

  it("takes every request for its own, so that the system reports none as refused", async () => {
    const { app, asked, open } = requests();
    app.openFile("/early");
    await asked.begin(open);
    app.openFile("/late");
    expect(app.refused).toBe(0);
  });
});
