// What an installed Strata starts: the desktop app, or, for the program `strata` of its package, the command line.
import { argumentsOfCommandLine } from "./arguments.ts";

const args = argumentsOfCommandLine(process.argv);
if (args === null) await import("../desktop/main.ts");
else {
  const { runCommandLine } = await import("./commandLine.ts");
  await runCommandLine(args);
}
