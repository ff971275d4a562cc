import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Conf from "conf";
import { expect, it, onTestFinished } from "vitest";
import { EngineHost } from "../host.ts";
import { SETTINGS_FILE, Settings } from "./settings.ts";
import { Shell } from "./shell.ts";
import { ShellClient } from "./shellClient.ts";

it.each([
  ["browser", false],
  ["desktop", true],
] as const)(
  "F15 a window of the %s shell hears of a restarted engine, with paths: %s",
  async (kind, isShown) => {
    const dataDirectory = await mkdtemp(join(tmpdir(), "strata-shell-"));
    onTestFinished(() => rm(dataDirectory, { recursive: true }));
    const { fileName, ...options } = SETTINGS_FILE;
    const host = new EngineHost({ dataDirectory });
    onTestFinished(() => host.stop());
    const shell = new Shell({
      kind,
      host,
      dataDirectory,
      settings: new Settings(new Conf({ cwd: dataDirectory, configName: fileName, ...options })),
      version: "1",
      versions: {},
      report: (error) => {
        throw error;
      },
    });
    const client = new ShellClient();
    shell.connect(client);
    const message = `The engine stopped unexpectedly (Cannot read '${join(dataDirectory, "stores", "A b")}') and was started again.`;
    shell.tellAll({ kind: "engineRestarted", message });
    const { value } = await client.events.listen(undefined).next();
    expect(value).toMatchObject({
      kind: "engineRestarted",
      message: expect.stringContaining("started again"),
    });
    expect(JSON.stringify(value).includes(dataDirectory)).toBe(isShown);
  },
);
