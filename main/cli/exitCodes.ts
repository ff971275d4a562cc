import { CommanderError } from "commander";

/** The exit codes of the command line, as docs/cli.md documents them. */
export const EXIT = {
  done: 0,
  /** No result: no such key, a difference with --exit-code, nothing to undo. */
  no: 1,
  usage: 2,
  /** Invalid input: a value, a key, an option, a file to import. */
  input: 3,
  /** A named store, snapshot or revision does not exist. */
  notFound: 4,
  /** Another writer changed it meanwhile, or the name is taken. */
  conflict: 5,
  /** The store is damaged. */
  damaged: 6,
  /** A system error, or a store that this version cannot open. */
  storage: 7,
  defect: 70,
  /** Ended by SIGHUP: its terminal was closed. */
  hungUp: 129,
  /** Stopped by Ctrl+C. */
  interrupted: 130,
  /** Ended by SIGTERM. */
  terminated: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** For the manual page; a test compares them with docs/cli.md. */
export const EXIT_MEANINGS: Readonly<Record<keyof typeof EXIT, string>> = {
  done: "Done",
  no: "No result: no such key, nothing found, nothing to undo, or a difference with --exit-code",
  usage: "Wrong usage",
  input: "Invalid input: a value, a key, a file to import",
  notFound: "Not found: a store, a snapshot, a tag, a revision, a key to restore or rename",
  conflict: "Conflict: the key was changed meanwhile (--if-since), or the new name is taken (rename)",
  damaged: "The store is damaged",
  storage: "A system error (disk, permission, port), or a store that this version cannot open",
  defect: "Internal error",
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

/** The signals that end a command, with their exit codes: 128 plus the signal's number. */
export const SIGNAL_CODES = {
  SIGHUP: EXIT.hungUp,
  SIGINT: EXIT.interrupted,
  SIGTERM: EXIT.terminated,
} as const;

/** A command was stopped by a signal. */
export class Stopped extends Error {
  // Code that catches aborts checks for this name.
  override readonly name = "AbortError";
  readonly exitCode: ExitCode;

  constructor(signal: keyof typeof SIGNAL_CODES) {
    super(`Stopped by ${signal}.`);
    this.exitCode = SIGNAL_CODES[signal];
  }
}

/** Wrong usage of the command line. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly code = "USAGE";
}

/** The exit code for an error. */
export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof UsageError) return EXIT.usage;
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  if (!(error instanceof Error)) return EXIT.defect;
  if (error instanceof Stopped) return error.exitCode;
  if (error.name === "AbortError") return EXIT.interrupted;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (Object.hasOwn(BY_CODE, code)) return BY_CODE[code] ?? EXIT.defect;
  // Node's own errors: the system refused a file, a port or a process.
  const isOfSystem = "syscall" in error || (error.cause instanceof Error && "syscall" in error.cause);
  return isOfSystem ? EXIT.storage : EXIT.defect;
}
