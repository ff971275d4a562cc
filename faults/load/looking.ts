import { join } from "node:path";
import { Child } from "../child.ts";
import type { Sight } from "./look.ts";

const LOOKER = join(import.meta.dirname, "looker.ts");

/** Longer than any look at a small store takes, in milliseconds. */
const HANGS_AFTER = 30_000;

/** Looks at stores in a process of its own, so that one that crashes or hangs it is noticed. */
export class Looking {
  #child: Child | undefined;

  /** What was seen; in words what happened instead when the process ended or did not answer. */
  async at(path: string, revisions: readonly number[], bundle?: string): Promise<Sight | string> {
    this.#child ??= new Child([LOOKER]);
    const child = this.#child;
    const before = child.lines.length;
    child.say(JSON.stringify({ path, revisions, bundle }));
    const deadline = performance.now() + HANGS_AFTER;
    while (child.lines.length === before) {
      if (child.process.exitCode !== null || child.process.signalCode !== null) {
        this.#child = undefined;
        const { code, signal, errors } = await child.ended;
        return `crashed with ${signal ?? code}: ${errors.slice(0, 2000)}`;
      }
      if (performance.now() > deadline) {
        child.kill();
        this.#child = undefined;
        return `did not answer within ${HANGS_AFTER / 1000} s`;
      }
      await child.more(Math.min(1000, Math.max(1, deadline - performance.now())));
    }
    return JSON.parse(child.lines[before] as string) as Sight;
  }

  close(): void {
    this.#child?.process.stdin?.end();
    this.#child = undefined;
  }
}
