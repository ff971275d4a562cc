import { CommanderError } from "commander";

/** What the command line ends with. docs/cli.md says the same to its users. */
export const EXIT = {
  done: 0,
  /** The question was answered with no: no such key, a difference found under --exit-code, nothing to undo. */
  no: 1,
  /** The command line itself is wrong. */
  usage: 2,
  /** What was given can't be taken: a value, a key, an option, a file to import. */
  input: 3,
  /** Something that was named is not there: a store, a snapshot, a revision. */
  notFound: 4,
  /** Somebody else changed it meanwhile, or the name is taken. */
  conflict: 5,
  /** What is stored is damaged. */
  damaged: 6,
  /** The disk or the system refused, or the store can't be opened by this Strata. */
  storage: 7,
  /** A defect in Strata. */
  defect: 70,
  /** Ended by SIGHUP: its terminal was closed. */
  hungUp: 129,
  /** Stopped by Ctrl+C. */
  interrupted: 130,
  /** Ended by SIGTERM. */
  terminated: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** For the manual page; docs/cli.md has the same words. */
export const EXIT_MEANINGS: Readonly<Record<keyof typeof EXIT, string>> = {
  done: "Done",
  no: "The answer is no: no such key, nothing found, nothing to undo, a difference under --exit-code",
  usage: "The command line is wrong",
  input: "What was given can't be taken: a value, a key, a file to import",
  notFound: "What was named is not there: a store, a snapshot, a tag, a revision, a key to restore or rename",
  conflict: "Somebody else changed it meanwhile (--if-since), or the new name is taken (rename)",
  damaged: "What is stored is damaged",
  storage: "The disk or the system refused, or this Strata can't open the store",
  defect: "A defect in Strata",
  hungUp: "Stopped because its terminal was closed (SIGHUP); nothing was changed",
  interrupted: "Stopped by Ctrl+C; nothing was changed",
  terminated: "Stopped by SIGTERM; nothing was changed",
};

const BY_CODE: Readonly<Record<string, ExitCode>> = {
  INVALID_VALUE: EXIT.input,
  INVALID_KEY: EXIT.input,
  INVALID_OPTION: EXIT.input,
  IMPORT: EXIT.input,
  NOT_FOUND: EXIT.notFound,
  SNAPSHOT_NOT_FOUND: EXIT.notFound,
  NOT_A_STORE: EXIT.notFound,
  CONFLICT: EXIT.conflict,
  DATA_INTEGRITY: EXIT.damaged,
  DELTA: EXIT.damaged,
  STORE_CLOSED: EXIT.storage,
  STORAGE: EXIT.storage,
  NEWER_FORMAT: EXIT.storage,
  READ_ONLY: EXIT.storage,
  LIMIT: EXIT.input,
};

/** The signals that end a command, and its exit code then: 128 and the signal's number. */
export const SIGNAL_CODES = {
  SIGHUP: EXIT.hungUp,
  SIGINT: EXIT.interrupted,
  SIGTERM: EXIT.terminated,
} as const;

/** Why a command is stopped: a signal. */
export class Stopped extends Error {
  // As of every abort: whoever catches one asks for this name.
  override readonly name = "AbortError";
  readonly exitCode: ExitCode;

  constructor(signal: keyof typeof SIGNAL_CODES) {
    super(`Stopped by ${signal}.`);
    this.exitCode = SIGNAL_CODES[signal];
  }
}

/** A command line that can't be carried out as it is written. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly code = "USAGE";
}

/** The exit code that an error asks for. */
export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof UsageError) return EXIT.usage;
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (!(error instanceof Error)) return EXIT.defect;
  if (error instanceof Stopped) return error.exitCode;
  if (error.name === "AbortError") return EXIT.interrupted;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (Object.hasOwn(BY_CODE, code)) return BY_CODE[code] ?? EXIT.defect;
  // Of Node: the system refused a file, a port, a process.
  const isOfSystem = "syscall" in error || (error.cause instanceof Error && "syscall" in error.cause);
  return isOfSystem ? EXIT.storage : EXIT.defect;
}
