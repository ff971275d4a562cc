import { setTimeout as delay } from "node:timers/promises";
import { createORPCClient, ORPCError } from "@orpc/client";
import type { ContractRouterClient } from "@orpc/contract";
import fc from "fast-check";
import { type Frame, type FrameChannel, toFrame } from "../../main/api/frames/channel.ts";
import { linkOver } from "../../main/api/frames/link.ts";
import { PortChannel } from "../../main/api/frames/portChannel.ts";
import { EngineHost } from "../../main/api/host.ts";
import { engineContract } from "../../shared/contract/index.ts";
import { Random } from "../random.ts";
import type { Fuzz } from "./fuzz.ts";
import { mutate } from "./mutate.ts";

/** Longer than any call on a small store takes, in milliseconds. */
const HANGS_AFTER = 30_000;

/** How long a stream may take to say its first word; some say none while nothing happens. */
const STREAM_PATIENCE = 20;

type Call = (input: unknown) => Promise<unknown>;
type Client = ContractRouterClient<typeof engineContract>;

type Procedure = readonly [group: string, name: string];

/** Every procedure of the engine's contract, as `group.name`. */
const PROCEDURES = Object.entries(engineContract).flatMap(([group, procedures]) =>
  Object.keys(procedures).map((name) => [group, name] as const),
);

/**
 * Messages to the engine's thread: calls whose input has the wrong types or sizes are answered with a failure of the
 * contract, frames that make no sense end their own channel, and whatever comes, other clients are served.
 */
export async function fuzzContract(directory: string): Promise<Fuzz> {
  const reports: string[] = [];
  const host = new EngineHost({ onFailure: (error) => reports.push(String(error)) });
  const { store } = await host.createSample(directory, { showLocation: false });
  const connect = async () => new PortChannel(await host.connect({ bytes: false }));
  const clientOf = (channel: FrameChannel) => createORPCClient<Client>(linkOver(channel));
  const witness = clientOf(await connect());
  const {
    snapshots: [snapshot],
  } = await witness.snapshots.since({ store, mark: null });
  let open = await connect();
  let client = clientOf(open);

  return {
    name: "messages of the contract",
    async once(seed) {
      const random = new Random(seed);
      const procedure = random.pick(PROCEDURES);
      const [group, name] = procedure;
      const input = inputOf(seed, { store, version: snapshot?.version ?? "" });
      let outcome: string;
      if (random.below(4) === 0) {
        const hurt = await connect();
        outcome = await damagedCall(hurt, procedure, input, random);
        hurt.close();
      } else {
        outcome = await answerOf(callOf(client, group, name)(input), `${group}.${name}`);
        if (outcome === "closed") {
          open = await connect();
          client = clientOf(open);
        }
      }
      await orHang(witness.stores.status({ store }), "another client");
      if (reports.length > 0) throw new Error(reports.join());
      return outcome;
    },
    async end() {
      open.close();
      await host.stop();
    },
  };
}

/** A call that follows from a number, whatever its input should be. */
function callOf(client: Client, group: string, name: string): Call {
  return (client as unknown as Readonly<Record<string, Readonly<Record<string, Call>>>>)[group]?.[
    name
  ] as Call;
}

/** What may stand in a message: most of it right, so that calls get past the first check, and some of it anything. */
function inputOf(seed: number, known: { readonly store: string; readonly version: string }): unknown {
  const moment = fc.oneof(
    fc.constant({ kind: "now" }),
    fc.record({ kind: fc.constant("revision"), revision: fc.nat(12) }),
    fc.constant({ kind: "snapshot", version: known.version }),
  );
  const key = fc.constantFrom("books.emma", "settings.shop", "no such key", "__proto__", "");
  const text = fc.constantFrom("1", '{"a":1}', "{", "", '"\\ud800"', `"${"x".repeat(100_000)}"`, "1e400");
  const right: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
    store: fc.constant(known.store),
    at: moment,
    from: fc.oneof(moment, key),
    to: fc.oneof(moment, key),
    before: fc.oneof(moment, fc.nat(20)),
    after: fc.oneof(moment, fc.nat(20)),
    key,
    keys: fc.array(key, { maxLength: 3 }),
    text,
    version: fc.constant(known.version),
    versions: fc.constant([known.version]),
    tags: fc.array(fc.constantFrom("a", "", "\u0000"), { maxLength: 3 }),
    tag: fc.constantFrom("opening", "none"),
    filter: fc.constantFrom("", "book", "(a+)+$", "$.price > 3", "["),
    filterMode: fc.constantFrom("text", "regex", "value"),
    mode: fc.constantFrom("text", "regex", "value", "merge", "replace"),
    query: fc.constantFrom("$.price", "[", "a"),
    pointer: fc.constantFrom("", "/price", "/tags/0", "/tags/-1", "~"),
    path: fc.constantFrom("", "/price", "/tags/0"),
    offset: fc.nat(1000),
    limit: fc.integer({ min: -1, max: 1001 }),
    rows: fc.nat(1000),
    description: fc.constantFrom(null, "x"),
    pinned: fc.boolean(),
    base: fc.constantFrom(null, "latest", known.version),
    expected: fc.oneof(fc.constant(null), fc.nat(20)),
    revision: fc.nat(20),
    file: fc.string({ minLength: 1, maxLength: 5 }),
    rule: fc.constant({ kind: "every" }),
    dryRun: fc.constant(true),
    keepRevisions: fc.nat(10),
    rules: fc.constant([]),
    plan: fc.constant({ depth: 1 }),
    format: fc.constantFrom("json", "export"),
    kind: fc.constantFrom("store", "snapshot"),
  };
  const anything = fc.oneof(
    fc.anything({ maxDepth: 3, withBigInt: false }),
    fc.constantFrom(-1, 2 ** 53, Number.POSITIVE_INFINITY, "", "x".repeat(1_000_000), [[[[]]]], null, {
      kind: "nothing",
    }),
  );
  const members = Object.fromEntries(
    Object.entries(right).map(([name, value]) => [
      name,
      fc.oneof({ weight: 14, arbitrary: value }, { weight: 1, arbitrary: anything }),
    ]),
  );
  const input = fc.oneof(
    { weight: 9, arbitrary: fc.record(members, { requiredKeys: ["store"] }) },
    { weight: 1, arbitrary: anything },
  );
  return fc.sample(input, { seed, numRuns: 1 })[0];
}

async function answerOf(call: Promise<unknown>, procedure: string): Promise<string> {
  try {
    const answer = await orHang(call, procedure);
    if (!isStream(answer)) return "answered";
    const stream = answer[Symbol.asyncIterator]();
    const first = stream.next();
    first.catch(() => {});
    await Promise.race([first, delay(STREAM_PATIENCE)]);
    await orHang(Promise.resolve(stream.return?.()), `the end of ${procedure}`);
    return "streamed";
  } catch (error) {
    if (error instanceof ORPCError && error.status < 500) return "refused";
    // A message too large for a frame ends the channel, as one without sense does.
    if (error instanceof Error && error.name === "AbortError") return "closed";
    throw new Error(`${procedure}: ${error instanceof Error ? error.stack : String(error)}`, {
      cause: error,
    });
  }
}

/** Sends the frames of a call after damaging them. An answer, an error and the end of the channel are all right. */
async function damagedCall(
  channel: PortChannel,
  [group, name]: Procedure,
  input: unknown,
  random: Random,
): Promise<string> {
  const sent: Frame[] = [];
  const heard = new Promise<string>((resolve) => {
    channel.onFrame(() => resolve("damaged frames: answered"));
    channel.onClose(() => resolve("damaged frames: channel ended"));
  });
  const recorder: FrameChannel = {
    send: async (frame) => void sent.push(frame),
    onFrame: () => {},
    onClose: () => {},
    close: () => {},
  };
  const recorded = createORPCClient<Client>(linkOver(recorder));
  callOf(recorded, group, name)(input).catch(() => {});
  for (let turn = 0; turn < 20 && sent.length === 0; turn += 1) await delay(1);
  for (const frame of sent) {
    const bytes = mutate(typeof frame === "string" ? Buffer.from(frame) : Buffer.from(frame), random);
    await channel.send(random.below(2) === 0 ? bytes.toString() : toFrame(Uint8Array.from(bytes)));
  }
  return Promise.race([heard, delay(STREAM_PATIENCE, "damaged frames: no answer")]);
}

async function orHang<Result>(call: Promise<Result>, what: string): Promise<Result> {
  const controller = new AbortController();
  const hung = delay(HANGS_AFTER, undefined, { signal: controller.signal }).then(() => {
    throw new Error(`${what} did not answer within ${HANGS_AFTER / 1000} s`);
  });
  hung.catch(() => {});
  try {
    return await Promise.race([call, hung]);
  } finally {
    controller.abort();
  }
}

function isStream(answer: unknown): answer is AsyncIterable<unknown> {
  return typeof answer === "object" && answer !== null && Symbol.asyncIterator in answer;
}
