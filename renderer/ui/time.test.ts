import { expect, it } from "vitest";
import { exactTime } from "./time.ts";

it("F3 an exact time names the zone that it is in", () => {
  const at = Date.parse("2024-03-31T02:30:00+01:00");
  const zone = new Intl.DateTimeFormat(undefined, { timeZoneName: "short" })
    .formatToParts(at)
    .find(({ type }) => type === "timeZoneName")?.value;
  expect(zone).toBeTruthy();
  expect(exactTime(at)).toContain(zone);
});
