import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findAsset } from "./assets.ts";

let root: string;
let page: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "strata-assets-"));
  page = join(root, "page");
  await mkdir(join(page, "assets"), { recursive: true });
  await mkdir(join(root, "page-secret"));
  await writeFile(join(page, "index.html"), "<!doctype html>");
  await writeFile(join(page, "assets", "a b.js"), "export {};");
  await writeFile(join(page, "notes.secret"), "x");
  await writeFile(join(root, "secret.json"), "{}");
  await writeFile(join(root, "page-secret", "a.json"), "{}");
});

afterAll(() => rm(root, { recursive: true }));

describe("findAsset", () => {
  it("finds the page and its parts", async () => {
    expect(await findAsset(page, "/")).toEqual({
      path: join(page, "index.html"),
      type: "text/html; charset=utf-8",
      size: 15,
    });
    expect((await findAsset(page, "/assets/a%20b.js"))?.type).toBe("text/javascript; charset=utf-8");
  });

  it.each([
    "/../secret.json",
    "/%2e%2e/secret.json",
    "/%2e%2e%2fsecret.json",
    "/assets/../../secret.json",
    "/assets/..%2f..%2fsecret.json",
    "/..\\secret.json",
    "/..%5csecret.json",
    // Beside the directory, with its name as a prefix: `startsWith` would accept it.
    "/../page-secret/a.json",
    "/%2e%2e%2fpage-secret%2fa.json",
    "/index.html%00.js",
    "/%",
    "/%ff",
    "/assets",
    "/assets/",
    "/.",
    "/..",
    "",
    "/missing.js",
    "/notes.secret",
  ])("gives nothing for %s", async (pathname) => {
    expect(await findAsset(page, pathname)).toBeNull();
  });

  it("serves no directory that is named like a file", async () => {
    await mkdir(join(page, "folder.js"));
    expect(await findAsset(page, "/folder.js")).toBeNull();
  });

  it("serves the target of a link in the page, because the build put it there", async () => {
    await symlink(join(page, "index.html"), join(page, "link.html"));
    expect((await findAsset(page, "/link.html"))?.size).toBe(15);
  });
});
