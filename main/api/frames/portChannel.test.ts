import { MessageChannel } from "node:worker_threads";
import { afterEach, describe, expect, it } from "vitest";
import type { Frame } from "./channel.ts";
import { PortChannel } from "./portChannel.ts";

const MiB = 1024 ** 2;
const turn = () => new Promise((resolve) => setTimeout(resolve, 20));
const open: PortChannel[] = [];

afterEach(() => {
  for (const channel of open.splice(0)) channel.close();
});

function pair(options: { readonly bytes?: boolean } = {}): [PortChannel, PortChannel] {
  const { port1, port2 } = new MessageChannel();
  const channels: [PortChannel, PortChannel] = [new PortChannel(port1, options), new PortChannel(port2)];
  open.push(...channels);
  return channels;
}

describe("PortChannel", () => {
  it("brings frames over, in order, as they are", async () => {
    const [ours, theirs] = pair();
    const heard: Frame[] = [];
    theirs.onFrame((frame) => void heard.push(frame));
    await ours.send("first {}");
    await ours.send(new TextEncoder().encode("sécond"));
    await ours.send("");
    await turn();
    expect(
      heard.map((frame) => (typeof frame === "string" ? frame : new TextDecoder().decode(frame))),
    ).toEqual(["first {}", "sécond", ""]);
  });

  it("moves bytes instead of copying them", async () => {
    const [ours, theirs] = pair();
    theirs.onFrame(() => {});
    const bytes = new Uint8Array(MiB);
    await ours.send(bytes);
    expect(bytes.byteLength).toBe(0);
  });

  it("sends text as bytes where the receiver only passes it on", async () => {
    const [ours, theirs] = pair({ bytes: true });
    const heard: Frame[] = [];
    theirs.onFrame((frame) => void heard.push(frame));
    await ours.send("é");
    await turn();
    expect(heard[0]).toEqual(new TextEncoder().encode("é"));
  });

  it("makes the sender wait while more than a window is under way", async () => {
    const [ours, theirs] = pair();
    const taken: (() => void)[] = [];
    theirs.onFrame(() => new Promise((resolve) => taken.push(resolve)));
    ours.onFrame(() => {});
    await ours.send("x".repeat(8 * MiB));
    expect(ours.full).toBe(false);
    let hasRoom = false;
    const room = ours.send("one more").then(() => {
      hasRoom = true;
    });
    await turn();
    expect(ours.full).toBe(true);
    expect(hasRoom).toBe(false);
    taken[0]?.();
    await room;
    expect(ours.full).toBe(false);
  });

  it("lets no caller wait for a closed channel", async () => {
    const [ours, theirs] = pair();
    theirs.onFrame(() => new Promise(() => {}));
    const waiting = ours.send("x".repeat(9 * MiB));
    theirs.close();
    await waiting;
    await ours.send("into the void");
    expect(ours.full).toBe(false);
    let seen = 0;
    ours.onClose(() => seen++);
    expect(seen).toBe(1);
  });
});
