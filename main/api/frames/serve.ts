import type { Context } from "@orpc/server";
import type { StandardRPCHandler } from "@orpc/server/standard";
import { createServerPeerHandleRequestFn } from "@orpc/server/standard-peer";
import { ServerPeer } from "@orpc/standard-server-peer";
import { type FrameChannel, toFrame } from "./channel.ts";

/** Calls of one client that may be under way at once, streams included. */
const MOST_CALLS = 1000;

/**
 * Answers the calls that come over a channel, until it closes; calls under way are then cancelled. A frame that makes
 * no sense, or one call too many, ends the channel: no client of ours sends either.
 */
export function serveFrames<C extends Context>(
  handler: StandardRPCHandler<C>,
  context: C,
  channel: FrameChannel,
  report: (error: unknown) => void,
): void {
  const peer = new ServerPeer((message) => channel.send(toFrame(message)));
  const handle = createServerPeerHandleRequestFn(handler as StandardRPCHandler<Context>, { context });
  let underWay = 0;
  channel.onFrame((frame) => {
    if (underWay >= MOST_CALLS) return channel.close();
    let understood = false;
    underWay++;
    peer
      .message(frame, (request) => {
        understood = true;
        return handle(request);
      })
      .catch((error) => (understood ? report(error) : channel.close()))
      .finally(() => underWay--);
  });
  channel.onClose(() => peer.close());
}
