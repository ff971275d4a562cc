// `npm run dev`: the app from its sources, with changes shown as they are saved. Plain JavaScript for Node 20 without
// dependencies, because it runs before any is installed.
import { runScript } from "./setup/failure.js";
import { installWhatIsMissing } from "./setup/install.js";
import { findNode } from "./setup/node.js";
import { inProject } from "./setup/paths.js";
import { run } from "./setup/run.js";

await runScript(async () => {
  await installWhatIsMissing();
  const node = await findNode();
  const { code, interrupted } = await run(node, [
    inProject("scripts", "dev", "main.ts"),
    ...process.argv.slice(2),
  ]);
  return interrupted ? 0 : (code ?? 1);
});
