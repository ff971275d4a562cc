// The entry point of an installed Strata: the desktop app or, for the program `strata`, the command line.
import { argumentsOfCommandLine } from "./arguments.ts";

const args = argumentsOfCommandLine(process.argv);
if (args === null) await import("../desktop/main.ts");
else {
  const { runCommandLine } = await import("./commandLine.ts");
  await runCommandLine(args);
}
