/** One phase of one peer in a process of its own: `node child.ts <peer> <directory> <phase as JSON>`. */
import type { Reading } from "./measures.ts";
import type { Peer } from "./peers/peer.ts";
import { type Phase, phases } from "./work/phases.ts";

const [name, directory, text] = process.argv.slice(2);
if (!name || !directory || !text) throw new Error("Expected a peer, a directory and a phase.");

const phase = JSON.parse(text) as Phase;
const { peer } = (await import(`./peers/${name}.ts`)) as { peer: Peer };
await phases[phase.name](peer, directory, phase, (measure, value) => {
  const reading: Reading = { measure, value };
  process.stdout.write(`${JSON.stringify(reading)}\n`);
});
