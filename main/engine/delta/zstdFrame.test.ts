import { randomBytes } from "node:crypto";
import { constants, zstdCompressSync } from "node:zlib";
import { expect, it } from "vitest";
import { sizeInFrame } from "./zstdFrame.ts";

it.each([0, 1, 255, 256, 257, 65_535, 65_536, 65_792, 65_793, 3_000_000])(
  "a frame of %i bytes says so, with a dictionary and without, whatever the window",
  (size) => {
    const bytes = randomBytes(size);
    for (const dictionary of [undefined, randomBytes(300)]) {
      for (const windowLog of [10, 20, 24]) {
        const params = { [constants.ZSTD_c_windowLog]: windowLog };
        const frame = zstdCompressSync(bytes, { params, ...(dictionary && { dictionary }) });
        expect(sizeInFrame(frame) ?? size).toBe(size);
        if (size > 200) expect(sizeInFrame(frame)).toBe(size);
      }
    }
  },
);

it("what is no frame says nothing, and what is cut off throws nothing", () => {
  const frame = zstdCompressSync(Buffer.alloc(100_000));
  for (let length = 0; length < frame.length; length += 1) {
    expect([undefined, 100_000]).toContain(sizeInFrame(frame.subarray(0, length)));
  }
  expect(sizeInFrame(Buffer.alloc(40, 7))).toBeUndefined();
});
