import { readFileSync } from "node:fs";
import { uptime } from "node:os";

/** A process that serves windows. Process ids are reused, so the machine's start time (in seconds) is part of it. */
export interface ShellProcess {
  readonly pid: number;
  readonly bootedAt: number;
}

/** Seconds by which the clock may have been corrected since. */
const SAME_BOOT = 60;

export const thisProcess: ShellProcess = {
  pid: process.pid,
  bootedAt: Math.round(Date.now() / 1000 - uptime()),
};

export function isThisProcess({ pid, bootedAt }: ShellProcess): boolean {
  return pid === process.pid && isOfThisBoot(bootedAt);
}

/** Whether it still runs. A process of another account is not ours, and a zombie has ended. */
export function isRunning({ pid, bootedAt }: ShellProcess): boolean {
  if (!isOfThisBoot(bootedAt)) return false;
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  return process.platform !== "linux" || !isZombie(pid);
}

const isOfThisBoot = (bootedAt: number) => Math.abs(bootedAt - thisProcess.bootedAt) <= SAME_BOOT;

/** The state follows the name, which is in parentheses (proc_pid_stat(5)). */
function isZombie(pid: number): boolean {
  try {
    return /^.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}
