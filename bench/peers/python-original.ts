import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { OpenPeer, Peer } from "./peer.ts";
import { PYTHON_ORIGINAL } from "./python-original-path.ts";

export const peer: Peer = {
  async open(directory): Promise<OpenPeer> {
    const original = process.env[PYTHON_ORIGINAL];
    if (!original)
      throw new Error(`Expected ${PYTHON_ORIGINAL} to name the root of the Python original's repository.`);
    const script = join(import.meta.dirname, "python_original.py");
    const python = spawn("python3", [script, original, directory], { stdio: ["pipe", "pipe", "inherit"] });
    const lines = createInterface({ input: python.stdout })[Symbol.asyncIterator]();
    const call = async (operation: string, argument: unknown = null): Promise<unknown> => {
      python.stdin.write(`${JSON.stringify([operation, argument])}\n`);
      const line = await lines.next();
      if (line.done) throw new Error(`The Python original ended during "${operation}".`);
      const [error, result] = JSON.parse(line.value);
      if (error !== null) throw new Error(`The Python original failed at "${operation}": ${error}`);
      return result;
    };
    const exited = once(python, "exit");
    await call("get", "");
    return {
      async load(documents) {
        const input = join(directory, "input.json");
        writeFileSync(
          input,
          JSON.stringify(Object.fromEntries(Array.from(documents, ({ key, value }) => [key, value]))),
        );
        await call("load", input);
        rmSync(input);
      },
      async set({ key, value }) {
        await call("set", [key, value]);
      },
      async setMany(documents) {
        await call(
          "set_many",
          documents.map(({ key, value }) => [key, value]),
        );
      },
      get: (key) => call("get", key),
      timeGets: async (keys) => (await call("time_gets", keys)) as number[],
      commit: async () => (await call("commit")) as string,
      compare: async (from, to) => (await call("compare", [from, to])) as number,
      async restore(state) {
        await call("restore", state);
      },
      peakMemory: async () => (await call("peak_memory")) as number,
      async close() {
        await call("close");
        python.stdin.end();
        await exited;
      },
    };
  },
};
