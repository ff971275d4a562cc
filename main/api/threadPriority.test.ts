import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { expect, it } from "vitest";

const module = new URL("threadPriority.ts", import.meta.url).href;

/** Only a superuser may raise a priority. */
const mayRaise = process.platform === "linux" && process.getuid?.() === 0;

it.runIf(mayRaise)("a thread that was born urgent becomes an ordinary one, and no other does", async () => {
  const code = `
    import { getPriority, setPriority } from "node:os";
    import { parentPort, Worker } from "node:worker_threads";
    setPriority(0, -5);
    const born = new Worker(
      'import { getPriority } from "node:os"; import { parentPort } from "node:worker_threads";' +
      'import { takeOrdinaryPriority } from ${JSON.stringify(module)};' +
      'const before = getPriority(0); takeOrdinaryPriority(); parentPort.postMessage([before, getPriority(0)]);',
      { eval: true },
    );
    born.on("message", (child) => parentPort.postMessage({ child, parent: getPriority(0) }));
  `;
  const parent = new Worker(code, { eval: true });
  const [found] = await once(parent, "message");
  expect(found).toEqual({ child: [-5, 0], parent: -5 });
  await parent.terminate();
});
