import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const project = join(import.meta.dirname, "..");

/** [a phrase that we do not use, what to write instead] */
const PHRASES: readonly (readonly [RegExp, string])[] = [
  [/\btold\b(?!\()/i, "reported, notified, decoded or derived"],
  [/\b(?:goes|go) by\b/i, "uses, or is ordered by"],
  [/\bcom(?:es|e) to so\b/i, "amounts to, or totals"],
  [/\b(?:lies?|lay|lying) aside\b/i, "is pending"],
  [/\bstands? by (?:it|them)sel/i, "is a full version"],
  [/\bat hand\b/i, "in memory, or available"],
  [/\bby and by\b/i, "gradually"],
  [/\bnobody\b/i, "the caller, or no caller"],
  [/\bbr(?:ing|ings|inging|ought) (?:\w+ )?back\b/i, "restore"],
  [/\btak(?:e|es|en|ing) in\b(?! order)|\btook in\b/i, "import, or read"],
  [/\btak(?:e|es|en|ing) over\b|\btook over\b/i, "adopt, or continue"],
  [/\bso manieth\b/i, "every nth"],
  [/\bso many\b(?! \w+ (?:that|outside))/i, "a number with its unit"],
  [/\bof different moments\b/i, "a torn copy"],
  [/\bin other words\b/i, "in another notation"],
  [/\bin step\b/, "equal, or agree"],
  [/\banew\b/i, "again"],
];

it("the project's text uses none of the phrases that are hard to read", () => {
  const files = execFileSync("git", ["ls-files", "-z"], { cwd: project, encoding: "utf8" })
    .split("\0")
    .filter((file) => /\.(?:ts|tsx|js|css|md|yml|html|grit|sh)$/.test(file))
    .filter((file) => !file.startsWith("docs/reference/") && file !== "scripts/plainEnglish.test.ts");
  const found: string[] = [];
  for (const file of files) {
    const lines = readFileSync(join(project, file), "utf8").split("\n");
    for (const [index, line] of lines.entries())
      for (const [phrase, instead] of PHRASES)
        if (phrase.test(line))
          found.push(`${file}:${index + 1}: ${phrase.exec(line)?.[0]} (say: ${instead})`);
  }
  expect(found).toEqual([]);
});
