import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { compareVersions, latestRelease } from "./releases.ts";

const ADDRESS = "https://strata.example/latest.json";
const PAGE = "https://strata.example/0.2.0";
const servers: ReturnType<typeof createServer>[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server[Symbol.asyncDispose]()));
});

/** Asks a server of this test under the address of a public one. */
async function ask(listener: RequestListener, address = ADDRESS) {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return latestRelease(address, (_url, init) => fetch(`http://127.0.0.1:${port}/`, init));
}

const answer =
  (value: unknown): RequestListener =>
  (_request, response) =>
    response.end(typeof value === "string" ? value : JSON.stringify(value));

describe("asking for the newest version", () => {
  it("reads the version and its page, and sends no cookie", async () => {
    let headers = {};
    const release = await ask((request, response) => {
      headers = request.headers;
      answer({ version: "0.10.0", page: PAGE, more: 1 })(request, response);
    });
    expect(release).toEqual({ version: "0.10.0", page: PAGE });
    expect(headers).not.toHaveProperty("cookie");
  });

  it.each([
    ["no JSON", "<html>", "does not describe a release"],
    ["another shape", { version: 3 }, "does not describe a release: version"],
    ["a version that is none", { version: "1.2.3; rm", page: PAGE }, "version is not of the form 1.2.3"],
    [
      "a page that would start a program",
      { version: "1.2.3", page: "file:///bin/sh" },
      "page is not an address",
    ],
    ["a page whose address is too long", { version: "1.2.3", page: `${PAGE}/${"a".repeat(2000)}` }, "page "],
    ["too long an answer", " ".repeat(70_000), "longer than 65536 bytes"],
  ])("refuses %s", async (_what, value, says) => {
    await expect(ask(answer(value))).rejects.toThrow(says);
  });

  it("gives the page's address as the browser will read it", async () => {
    const release = await ask(
      answer({ version: "1.2.3", page: "https://strata.example\n.evil.example/a\tb" }),
    );
    expect(release.page).toBe("https://strata.example.evil.example/ab");
  });

  it("refuses a redirection and any status but success", async () => {
    const moved = ask((_request, response) => response.writeHead(302, { location: "/other" }).end());
    await expect(moved).rejects.toThrow(`Fetching ${ADDRESS} failed`);
    const missing = ask((_request, response) => response.writeHead(404).end("{}"));
    await expect(missing).rejects.toThrow("status 404");
  });

  it("fetches from addresses that begin with https:// only", async () => {
    await expect(ask(answer({}), "http://strata.example/")).rejects.toThrow("begins with https://");
  });

  it("compares versions by number", () => {
    expect(compareVersions("0.10.0", "0.9.9")).toBeGreaterThan(0);
    expect(compareVersions("1.0.0", "1.0.0")).toBe(0);
    expect(compareVersions("1.2.3", "1.3.0")).toBeLessThan(0);
  });
});
