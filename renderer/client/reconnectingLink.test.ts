import { describe, expect, it } from "vitest";
import { ConnectionBoard, ConnectionLostError, type ConnectionState, ServerGoneError } from "./connection.ts";
import { follow } from "./follow.ts";
import { ReconnectingLink } from "./reconnectingLink.ts";
import type { Transport } from "./transport.ts";

const settled = () => new Promise((resolve) => setTimeout(resolve, 0));
const OPTIONS = { context: {} };

/** The other side, which can disconnect and return. */
class Server {
  isThere = true;
  calls: string[] = [];
  readonly #ends: (() => void)[] = [];

  readonly open = async (): Promise<Transport> => {
    await settled();
    if (!this.isThere) throw new Error("No answer.");
    const { promise: closed, resolve: close } = Promise.withResolvers<void>();
    this.#ends.push(close);
    const call = async (path: readonly string[]) => {
      this.calls.push(path.join("/"));
      return "answer";
    };
    return { link: { call }, closed, close };
  };

  stop(): void {
    this.isThere = false;
    for (const end of this.#ends.splice(0)) end();
  }
}

describe("ReconnectingLink", () => {
  it("lets calls wait for the first connection", async () => {
    const server = new Server();
    const states: ConnectionState[] = [];
    const link = new ReconnectingLink(server.open, (state) => states.push(state), settled as never);
    expect(await link.call(["a"], null, OPTIONS)).toBe("answer");
    expect(states).toEqual(["connecting", "connected"]);
  });

  it("says that it lost the connection, fails calls meanwhile, and comes back by itself", async () => {
    const server = new Server();
    const states: ConnectionState[] = [];
    const link = new ReconnectingLink(server.open, (state) => states.push(state), settled as never);
    await link.call(["a"], null, OPTIONS);
    server.stop();
    await settled();
    expect(states.at(-1)).toBe("lost");
    await expect(link.call(["b"], null, OPTIONS)).rejects.toBeInstanceOf(ConnectionLostError);
    server.isThere = true;
    while (states.at(-1) !== "connected") await settled();
    expect(await link.call(["c"], null, OPTIONS)).toBe("answer");
    expect(server.calls).toEqual(["a", "c"]);
  });

  describe("F13 when the server has ended", () => {
    const gone = (how: ServerGoneError["how"]) => new ServerGoneError("No answer.", how);

    it("says so at once when another one is at its address, and asks that one no more", async () => {
      const server = new Server();
      const states: ConnectionState[] = [];
      let attempts = 0;
      const open = () => {
        attempts += 1;
        return server.isThere ? server.open() : Promise.reject(gone("replaced"));
      };
      const link = new ReconnectingLink(open, (state) => states.push(state), settled as never);
      await link.call(["a"], null, OPTIONS);
      server.stop();
      while (states.at(-1) !== "ended") await settled();
      await expect(link.call(["b"], null, OPTIONS)).rejects.toThrow("has ended");
      for (let turn = 0; turn < 20; turn++) await settled();
      expect(attempts).toBe(2);
    });

    it("says so after a few attempts when none is there, and goes on as soon as it is back", async () => {
      const server = new Server();
      const states: ConnectionState[] = [];
      const open = () => (server.isThere ? server.open() : Promise.reject(gone("unreachable")));
      const link = new ReconnectingLink(open, (state) => states.push(state), settled as never);
      await link.call(["a"], null, OPTIONS);
      server.stop();
      while (states.at(-1) !== "ended") await settled();
      expect(states.filter((state) => state === "lost").length).toBeGreaterThan(2);
      server.isThere = true;
      while (states.at(-1) !== "connected") await settled();
      expect(await link.call(["c"], null, OPTIONS)).toBe("answer");
    });
  });

  it("gives up waiting when the caller does", async () => {
    const link = new ReconnectingLink(
      () => new Promise(() => {}),
      () => {},
    );
    const controller = new AbortController();
    const call = link.call(["a"], null, { ...OPTIONS, signal: controller.signal });
    controller.abort(new Error("enough"));
    await expect(call).rejects.toThrow("enough");
  });
});

describe("ConnectionBoard", () => {
  it("is connected when all are, and lost when any is", () => {
    const board = new ConnectionBoard();
    const seen: ConnectionState[] = [];
    board.subscribe(() => seen.push(board.current()));
    board.report("engine", "connecting");
    board.report("shell", "connecting");
    board.report("engine", "connected");
    expect(board.current()).toBe("connecting");
    board.report("shell", "connected");
    board.report("engine", "lost");
    board.report("engine", "connected");
    expect(seen).toEqual(["connected", "lost", "connected"]);
  });
});

describe("follow", () => {
  it("listens again after the feed broke, and says that it did", async () => {
    const board = new ConnectionBoard();
    board.report("engine", "connected");
    let opened = 0;
    const heard: string[] = [];
    async function* feed() {
      opened++;
      yield `event ${opened}`;
      if (opened === 1) throw new Error("broken");
      await new Promise(() => {});
    }
    const resumed = Promise.withResolvers<void>();
    const stop = follow(board, async () => feed(), {
      onEvent: (event) => heard.push(event),
      onResume: () => resumed.resolve(),
    });
    await resumed.promise;
    await settled();
    stop();
    expect(heard).toEqual(["event 1", "event 2"]);
  });
});
