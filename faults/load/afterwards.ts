import { look } from "./look.ts";

/** What is wrong, in words, with a store that a sturdy process left behind, now that nothing fails any more. */
export async function wrongAfterwards(basePath: string, lines: readonly string[]): Promise<string[]> {
  const wrong = lines.filter((line) => line.startsWith("wrong") || line.includes(" UNTYPED "));
  const [, revision, hash] = lines.find((line) => line.startsWith("end "))?.split(" ") ?? [];
  if (!lines.includes("done") || revision === undefined)
    return [...wrong, `ended early: ${lines.slice(-2).join(" / ")}`];
  const sight = await look(basePath, []);
  if (sight.refused !== null) return [...wrong, `does not open afterwards: ${sight.refused.message}`];
  if (sight.revision !== Number(revision) || sight.present !== hash) wrong.push("afterwards another state");
  if (sight.verify !== null) wrong.push(sight.verify.message);
  return wrong;
}
