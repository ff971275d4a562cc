import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createBuilder } from "vite";
import { hasDisplay, isRootOnLinux } from "../setup/display.js";
import { findElectron } from "../setup/electron.js";
import { Failure } from "../setup/failure.js";
import { inProject, project } from "../setup/paths.js";
import type { DevMain } from "./page.ts";

/**
 * The desktop app in Electron: main and preload are rebuilt and restarted when they change, the page comes from Vite.
 */
export class DesktopMain implements DevMain {
  readonly proxy = null;
  readonly #data: string;
  #page = "";
  #child: ChildProcess | undefined;
  #restarting = false;

  constructor(data: string) {
    this.#data = data;
  }

  async start(paths: readonly string[], page: string): Promise<void> {
    this.#page = page;
    if (!hasDisplay()) throw new Failure("There is no display: npm run dev, without --electron, needs none.");
    await build();
    this.#spawn(paths);
  }

  async restart(): Promise<void> {
    const began = performance.now();
    this.#restarting = true;
    try {
      await build();
      await this.stop();
      this.#spawn([]);
      console.log(`Electron was restarted (${Math.round(performance.now() - began)} ms)`);
    } catch (error) {
      console.error(
        `${error instanceof Error ? error.message : error}\nElectron is restarted at the next change.`,
      );
    } finally {
      this.#restarting = false;
    }
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGTERM");
    await gone;
  }

  hint(): string {
    return "\nStrata, from its sources, in Electron. Changes are shown as they are saved. Ctrl+C ends it.";
  }

  #spawn(paths: readonly string[]): void {
    const electron = findElectron();
    if (electron === undefined) {
      throw new Failure(
        "There is no Electron here: npm start downloads it, or npm run electron:registry gets one.",
      );
    }
    const args = [...(isRootOnLinux() ? ["--no-sandbox"] : []), project, ...paths];
    const env = { ...process.env, STRATA_USER_DATA: this.#data, STRATA_DEV_PAGE: this.#page };
    this.#child = spawn(electron, args, { stdio: "inherit", env });
    // The person closed the app.
    this.#child.once("exit", () => {
      if (!this.#restarting) process.kill(process.pid, "SIGTERM");
    });
  }
}

async function build(): Promise<void> {
  const builder = await createBuilder({ configFile: inProject("vite.config.ts"), logLevel: "warn" });
  for (const name of ["main", "preload"]) {
    const environment = builder.environments[name];
    if (environment === undefined) throw new Failure(`vite.config.ts has no environment ${name}.`);
    await builder.build(environment);
  }
}
