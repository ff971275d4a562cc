/** The oldest Node that Strata runs on: the first with zstd. */
export const OLDEST_NODE = "22.15";

/** Why a version of Node cannot run Strata, and what to do; null if it can. */
export function refusalOf(version: string): string | null {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [oldest = 0, least = 0] = OLDEST_NODE.split(".").map(Number);
  if (major > oldest || (major === oldest && minor >= least)) return null;
  return `Strata needs Node ${OLDEST_NODE} or later, and this is Node ${version}. Install a later one (https://nodejs.org), or call it by one: npx -p node@24 -c "strata …".`;
}
