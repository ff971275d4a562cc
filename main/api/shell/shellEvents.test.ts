import { describe, expect, it } from "vitest";
import type { ShellEvent } from "../../../shared/contract/index.ts";
import { ShellEvents } from "./shellEvents.ts";

const command = (name: string): ShellEvent => ({ kind: "command", command: name });

describe("ShellEvents", () => {
  it("keeps events until a listener exists", async () => {
    const events = new ShellEvents();
    events.tell(command("a"));
    events.tell(command("b"));
    const listening = events.listen(undefined);
    expect((await listening.next()).value).toEqual(command("a"));
    expect((await listening.next()).value).toEqual(command("b"));
    const third = listening.next();
    events.tell(command("c"));
    expect((await third).value).toEqual(command("c"));
  });

  it("ends with the signal, and loses nothing that was not taken", async () => {
    const events = new ShellEvents();
    const controller = new AbortController();
    const waiting = events.listen(controller.signal).next();
    controller.abort();
    expect((await waiting).done).toBe(true);
    events.tell(command("a"));
    expect((await events.listen(undefined).next()).value).toEqual(command("a"));
  });

  it("tells the page that was reloaded, not the one before it", async () => {
    const events = new ShellEvents();
    const before = events.listen(undefined).next();
    await Promise.resolve();
    const after = events.listen(undefined).next();
    expect((await before).done).toBe(true);
    events.tell(command("a"));
    expect((await after).value).toEqual(command("a"));
  });
});
