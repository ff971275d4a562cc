import { stateOnDisk } from "../disk.ts";
import { expect, test } from "../fixtures.ts";

test("kill -9 right after a save was acknowledged loses nothing", async ({ launch, dataDirectory }) => {
  const strata = await launch();
  await strata.welcome.createStore("Saved");
  await strata.explorer.add("balance");
  for (let round = 1; round <= 5; round++) await strata.editor.change("balance", `{"round": ${round}}`);
  await strata.app.kill();

  expect(await stateOnDisk(dataDirectory)).toEqual({ balance: { round: 5 } });

  const again = await launch();
  await again.explorer.select("balance");
  await again.editor.expectValue("balance", '{"round":5}');
});
