import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Conf from "conf";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openUserData } from "./privateFiles.ts";
import { SETTINGS_FILE, Settings } from "./settings.ts";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "strata-settings-"));
});
afterEach(() => rm(directory, { recursive: true }));

function settings(): Settings {
  const { fileName, ...options } = SETTINGS_FILE;
  return new Settings(new Conf({ cwd: directory, configName: fileName, ...options }));
}

const file = () => join(directory, "settings.json");

describe("Settings", () => {
  it("begins with the defaults", () => {
    expect(settings().preferences).toEqual({
      theme: "system",
      editorFontSize: 13,
      editorIndent: 2,
      layout: {},
      autoSnapshotMinutes: null,
      maxSnapshots: 0,
      cacheStrategy: "tiered",
      deltaStrategy: "auto",
      tripwirePercent: 20,
      tagSuggestions: true,
      confirmations: "irreversible",
      quietRules: [],
    });
    expect(settings().recents(true)).toEqual([]);
    expect(settings().lastStore).toBeNull();
    expect(settings().windowPlace).toBeNull();
  });

  it("changes one preference and leaves the others", () => {
    settings().setPreferences({ theme: "dark" });
    settings().setPreferences({ editorIndent: 4, layout: { "a.b": [30, 70] } });
    expect(settings().preferences).toMatchObject({
      theme: "dark",
      editorFontSize: 13,
      editorIndent: 4,
      layout: { "a.b": [30, 70] },
    });
  });

  it("is seen by another process's settings at once", () => {
    const [desktop, browser] = [settings(), settings()];
    desktop.setPreferences({ theme: "light" });
    expect(browser.preferences.theme).toBe("light");
  });

  it.each([
    "not JSON",
    '{"preferences": 3, "recents": "x", "lastStore": 1, "windowPlace": {"x": "left"}}',
    '{"preferences": {"theme": "mauve"}, "recents": [{"path": 1}]}',
    "[]",
    "null",
    "",
  ])("gives something usable when the file holds %j", async (text) => {
    await writeFile(file(), text);
    const damaged = settings();
    expect(damaged.preferences.theme).toBe("system");
    expect(damaged.recents(true)).toEqual([]);
    expect(damaged.lastStore).toBeNull();
    expect(damaged.windowPlace).toBeNull();
    damaged.setPreferences({ theme: "dark" });
    expect(settings().preferences.theme).toBe("dark");
    expect(JSON.parse(await readFile(file(), "utf8"))).toHaveProperty("preferences");
  });

  it("lists the stores opened last, each once, twenty at most", () => {
    const known = settings();
    for (let i = 0; i < 25; i++) known.noteOpened(`/stores/${i}`, i);
    known.noteOpened("/stores/10", 100);
    const recents = known.recents(true);
    expect(recents).toHaveLength(20);
    expect(recents[0]).toMatchObject({ name: "10", location: "/stores/10", openedAt: 100, available: false });
    expect(recents.filter(({ name }) => name === "10")).toHaveLength(1);
    expect(known.lastStore).toBe("/stores/10");
  });

  it("knows the key that was chosen last in each store, until the store is forgotten", () => {
    settings().noteOpened("/stores/a", 1);
    settings().select("/stores/a", "api.Window");
    settings().select("/stores/unknown", "x");
    settings().noteOpened("/stores/b", 2);
    settings().noteOpened("/stores/a", 3);
    expect(settings().selectedKey("/stores/a")).toBe("api.Window");
    expect(settings().selectedKey("/stores/b")).toBeNull();
    expect(settings().selectedKey("/stores/unknown")).toBeNull();
    expect(settings().recents(true)).toHaveLength(2);
  });

  it("names a place by an id that leads back to it, and tells its path only where that is allowed", () => {
    const known = settings();
    known.noteOpened(directory);
    const [recent] = known.recents(false);
    expect(recent).toMatchObject({ location: null, available: true });
    expect(JSON.stringify(recent)).not.toContain(tmpdir());
    expect(known.recentPath(recent?.id ?? "")).toBe(directory);
    known.forget(recent?.id ?? "");
    expect(known.recents(false)).toEqual([]);
    expect(known.recentPath(recent?.id ?? "")).toBeUndefined();
  });

  it("F13 keeps how things were looked at last, and where the keys of a store are split", () => {
    expect(settings().remembered).toEqual({ valueMode: "text", keyTree: false });
    settings().remember({ valueMode: "tree" });
    settings().remember({ keyTree: true });
    expect(settings().remembered).toEqual({ valueMode: "tree", keyTree: true });
    settings().noteOpened("/stores/a");
    settings().splitKeys("/stores/a", "/");
    settings().noteOpened("/stores/b");
    settings().noteOpened("/stores/a");
    settings().select("/stores/a", "k");
    expect(settings().keySeparator("/stores/a")).toBe("/");
    expect(settings().keySeparator("/stores/b")).toBeNull();
    expect(settings().selectedKey("/stores/a")).toBe("k");
  });

  it.skipIf(process.platform === "win32")(
    "F15 are in a file for its owner alone, also when it was another before",
    async () => {
      settings().remember({ keyTree: true });
      expect((await stat(file())).mode & 0o777).toBe(0o600);
      await chmod(file(), 0o644);
      openUserData(directory, () => {});
      expect((await stat(file())).mode & 0o777).toBe(0o600);
      settings().remember({ keyTree: false });
      expect((await stat(file())).mode & 0o777).toBe(0o600);
    },
  );
});
