/** The switch by which `packaging/strata` asks for the command line. */
const SWITCH = "--strata-command-line";

/**
 * The arguments for the command line; null if the app is to be opened. Chromium reads no switch after `--`, so
 * everything that a person types there is passed on. Only the switch of the program `strata`, before it, counts.
 */
export function argumentsOfCommandLine(argv: readonly string[]): readonly string[] | null {
  const end = argv.indexOf("--");
  return end > 0 && argv[end - 1] === SWITCH ? argv.slice(end + 1) : null;
}
