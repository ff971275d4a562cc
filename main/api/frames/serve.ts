import type { Context } from "@orpc/server";
import type { StandardRPCHandler } from "@orpc/server/standard";
import { createServerPeerHandleRequestFn } from "@orpc/server/standard-peer";
import { ServerPeer } from "@orpc/standard-server-peer";
import { type FrameChannel, toFrame } from "./channel.ts";

/** Calls of one client that may be in progress at once, streams included. */
const MOST_CALLS = 1000;

/**
 * Answers the calls on a channel until it closes; calls in progress are then cancelled. A malformed frame, or one call
 * too many, closes the channel, because our clients send neither.
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
