import { beforeEach, describe, expect, it } from "vitest";
import type { JsonText, Key, Revision } from "../../../shared/model/index.ts";
import { type App, createApp } from "../../state/app.ts";
import { MemoryStore, memoryClient, STORE } from "../../state/memoryClient.fixture.ts";
import { saveDraft } from "./saveDraft.ts";

const name = "a" as Key;
const base = { text: '{"n":1}' as JsonText, since: 1 as Revision };
let memory: MemoryStore;
let app: App;

beforeEach(async () => {
  memory = new MemoryStore({ a: '{"n":1}' });
  const forgetful = { load: async () => new Map(), put: async () => {}, remove: async () => {} };
  app = createApp(memoryClient(memory), forgetful);
  await app.getState().openStore({ store: STORE, name: "memory" });
});

describe("saveDraft", () => {
  it("V5 stores numbers as they were written, and the draft is gone", async () => {
    app.getState().setDraft(name, { text: '{\n  "n": 12345678901234567890,\n  "m": 1.0\n}', base });
    const outcome = await saveDraft(app, name);
    expect(outcome).toEqual({ kind: "saved", text: '{"n":12345678901234567890,"m":1.0}', since: 2 });
    expect(memory.state.get(name)?.text).toBe('{"n":12345678901234567890,"m":1.0}');
    expect(app.getState().drafts.size).toBe(0);
  });

  it("refuses what isn't JSON, says where, and keeps the draft", async () => {
    app.getState().setDraft(name, { text: '{"n": }', base });
    expect(await saveDraft(app, name)).toMatchObject({
      kind: "refused",
      message: expect.stringContaining("line 1, column 7"),
    });
    expect(memory.revision).toBe(1);
    expect(app.getState().drafts.has(name)).toBe(true);
  });

  it("finds out when the stored value changed meanwhile, and changes nothing", async () => {
    app.getState().setDraft(name, { text: '{"n":2}', base });
    memory.write([["a", '{"n":3}']]);
    expect(await saveDraft(app, name)).toEqual({ kind: "conflict" });
    expect(memory.state.get(name)?.text).toBe('{"n":3}');
    expect(app.getState().drafts.has(name)).toBe(true);
  });

  it("keeps what was typed while it was being saved, on top of what was saved", async () => {
    app.getState().setDraft(name, { text: '{"n":2}', base });
    const saving = saveDraft(app, name);
    app.getState().setDraft(name, { text: '{"n":22', base });
    await saving;
    expect(app.getState().drafts.get(name)).toEqual({
      text: '{"n":22',
      base: { text: '{"n":2}', since: 2 },
    });
  });

  it("makes no revision of an equal value", async () => {
    app.getState().setDraft(name, { text: '{ "n": 1 }', base });
    expect(await saveDraft(app, name)).toMatchObject({ kind: "saved", since: 1 });
    expect(memory.revision).toBe(1);
  });

  it("does nothing without a draft", async () => {
    expect(await saveDraft(app, name)).toEqual({ kind: "unchanged" });
  });
});
