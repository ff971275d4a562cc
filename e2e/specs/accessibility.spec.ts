import { seriousViolations } from "../axe.ts";
import { expect, test } from "../fixtures.ts";
import { pages } from "./pages.ts";

for (const { name, open } of pages) {
  test(`axe finds nothing serious in either theme: ${name}`, async ({ strata }) => {
    await strata.page.emulateMedia({ reducedMotion: "reduce" });
    await open(strata);
    expect(await seriousViolations(strata.page)).toEqual([]);
  });
}
