import { execFile } from "node:child_process";

/**
 * Exchanges the names of two files in one step. False if that is not possible here; rejects if the system refused, with
 * its error number as `errno`.
 */
export type Exchange = (one: string, other: string) => Promise<boolean>;

/** The numbers of Linux's system call `renameat2`, by processor. */
const RENAMEAT2: Readonly<Partial<Record<NodeJS.Architecture, number>>> = {
  x64: 316,
  arm64: 276,
  arm: 382,
  riscv64: 276,
};

/** Node cannot call it, but Perl can, which nearly every Linux has. -100 is AT_FDCWD, 2 is RENAME_EXCHANGE. */
const PERL = "/usr/bin/perl";
const CALL = "exit(syscall($ARGV[0] + 0, -100, $ARGV[1], -100, $ARGV[2], 2) == 0 ? 0 : $! + 0)";

/** Errors of a kernel or file system that does not know the call. */
const EINVAL = 22;
const ENOSYS = 38;

export class ExchangeError extends Error {
  override readonly name = "ExchangeError";
  readonly errno: number;

  constructor(errno: number) {
    super(`The system refused to exchange two files (error ${errno}).`);
    this.errno = errno;
  }
}

export const systemExchange: Exchange = async (one, other) => {
  const call = RENAMEAT2[process.arch];
  if (process.platform !== "linux" || call === undefined) return false;
  const failure = await run([String(call), one, other]);
  if (failure === 0) return true;
  if (failure === null || failure === EINVAL || failure === ENOSYS) return false;
  throw new ExchangeError(failure);
};

/** The system's error number, 0 for none; null if there is no Perl. */
function run(args: readonly string[]): Promise<number | null> {
  return new Promise((resolve) => {
    execFile(PERL, ["-e", CALL, ...args], { env: {} }, (error) => {
      if (error === null) resolve(0);
      else resolve(typeof error.code === "number" ? error.code : null);
    });
  });
}
