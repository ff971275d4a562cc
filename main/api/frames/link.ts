import type { ClientContext, ClientLink } from "@orpc/client";
import { StandardRPCLink } from "@orpc/client/standard";
import { ClientPeer } from "@orpc/standard-server-peer";
import { type FrameChannel, toFrame } from "./channel.ts";

/** Carries calls over a channel. Calls in progress fail when it closes. */
export function linkOver(channel: FrameChannel): ClientLink<ClientContext> {
  const peer = new ClientPeer((message) => channel.send(toFrame(message)));
  channel.onFrame(async (frame) => {
    try {
      await peer.message(frame);
    } catch {
      channel.close();
    }
  });
  channel.onClose(() => peer.close());
  const sender = {
    async call(request: Parameters<ClientPeer["request"]>[0]) {
      const response = await peer.request(request);
      return { ...response, body: () => Promise.resolve(response.body) };
    },
  };
  return new StandardRPCLink(sender, { url: "http://orpc" });
}
