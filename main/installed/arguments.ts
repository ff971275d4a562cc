/** The switch by which `packaging/strata` asks for the command line. */
const SWITCH = "--strata-command-line";

/**
 * What the command line is to do; null where the app is to be opened. Chromium reads no switch behind `--`, so whatever a
 * person types after it is theirs alone. Only the switch of the program `strata`, before it, counts.
 */
export function argumentsOfCommandLine(argv: readonly string[]): readonly string[] | null {
  const end = argv.indexOf("--");
  return end > 0 && argv[end - 1] === SWITCH ? argv.slice(end + 1) : null;
}
