import { upgradeStore } from "../backends/sqlite/storage/upgrade.ts";

/*
 * Brings a store to the present format in a process of its own, which ends without warning at one of the steps:
 *
 *   node upgradeChild.fixture.ts <folder> <step>
 */
const [folder = "", last = ""] = process.argv.slice(2);
upgradeStore(folder, folder, {
  keepCopy: true,
  reached: (step) => {
    if (step === last) process.kill(process.pid, "SIGKILL");
  },
});
