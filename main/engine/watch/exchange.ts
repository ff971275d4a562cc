import { execFile } from "node:child_process";

/**
 * Gives two files each other's name in one step. False where that can't be done here; rejects where the system refused,
 * with its number of the error as `errno`.
 */
export type Exchange = (one: string, other: string) => Promise<boolean>;

/** The numbers of Linux's system call `renameat2`, by processor. */
const RENAMEAT2: Readonly<Partial<Record<NodeJS.Architecture, number>>> = {
  x64: 316,
  arm64: 276,
  arm: 382,
  riscv64: 276,
};

/** Not Node's to call, but Perl's, which nearly every Linux has. -100 is AT_FDCWD, 2 is RENAME_EXCHANGE. */
const PERL = "/usr/bin/perl";
const CALL = "exit(syscall($ARGV[0] + 0, -100, $ARGV[1], -100, $ARGV[2], 2) == 0 ? 0 : $! + 0)";

/** Errors that mean that the kernel or the file system does not know the call. */
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

/** The number of the system's error, 0 for none; null when there is no Perl. */
function run(args: readonly string[]): Promise<number | null> {
  return new Promise((resolve) => {
    execFile(PERL, ["-e", CALL, ...args], { env: {} }, (error) => {
      if (error === null) resolve(0);
      else resolve(typeof error.code === "number" ? error.code : null);
    });
  });
}
