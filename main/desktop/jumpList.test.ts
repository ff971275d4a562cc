import { expect, it } from "vitest";
import { jumpListOf } from "./jumpList.ts";

const recent = (location: string | null, available = true) => ({
  id: "1",
  name: "Store",
  location,
  openedAt: 0,
  available,
  suspect: false,
});

it("the jump list opens each recent store that is there, whatever its folder is called", () => {
  const program = { path: "C:\\Strata.exe", args: [] };
  expect(jumpListOf([recent("C:\\my stores\\"), recent("D:\\gone", false), recent(null)], program)).toEqual([
    {
      type: "custom",
      name: "Recent stores",
      items: [
        {
          type: "task",
          title: "Store",
          description: "C:\\my stores\\",
          program: "C:\\Strata.exe",
          args: '"C:\\my stores\\\\"',
        },
      ],
    },
  ]);
});

it("the jump list has ten stores at most, and nothing where there is none", () => {
  const program = { path: "electron", args: ["app"] };
  const [category] = jumpListOf(
    Array.from({ length: 12 }, (_, i) => recent(`/${i}`)),
    program,
  );
  expect(category?.items?.map(({ args }) => args)).toEqual(
    Array.from({ length: 10 }, (_, i) => `"app" "/${i}"`),
  );
  expect(jumpListOf([recent("/gone", false)], program)).toEqual([]);
});
