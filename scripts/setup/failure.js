/** Something the person has to know and can act on; shown as its message alone, never as a stack trace. */
export class Failure extends Error {}

/**
 * Runs a script's main function, and turns whatever it throws into plain lines and exit code 1.
 * @param {() => Promise<number>} main gives the exit code
 */
export async function runScript(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    if (!(error instanceof Failure) && process.env["STRATA_DEBUG"]) console.error(error);
    process.exitCode = 1;
  }
}
