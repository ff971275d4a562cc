import { z } from "zod";
import { call } from "./errors.ts";
import { key, storeId } from "./schemas.ts";

/** UTF-16 units of one piece. Even with every unit escaped, its JSON is smaller than the limit of a shell message. */
export const DRAFT_PIECE = 128 * 1024;
/** UTF-16 units of one draft, its original value included. */
export const LARGEST_DRAFT = 256 * 1024 ** 2;

/** A window's id, which survives reloads. */
const window = z.uuid();
const one = z.object({ store: storeId, window, key });

/**
 * Unsaved edits. The shell keeps them on disk so that they survive the page, the server and the app. Each belongs to a
 * window. The shell does not parse them.
 */
export const drafts = {
  /**
   * The keys with a draft of this window or of a closed one; this window adopts the latter. `open` names the other
   * windows of this shell.
   */
  list: call
    .input(z.object({ store: storeId, window, open: z.array(window).max(10_000) }))
    .output(z.array(key)),
  /** The piece that begins at `from`; null at the end, and when there is no such draft. */
  read: call.input(one.extend({ from: z.int().min(0) })).output(z.string().nullable()),
  /**
   * Receives a draft in pieces, in order; `from` is the length sent before. The answer to the last piece means that it
   * has replaced the previous draft on disk.
   */
  write: call
    .input(
      one.extend({
        from: z.int().min(0).max(LARGEST_DRAFT),
        piece: z.string().max(DRAFT_PIECE),
        isLast: z.boolean(),
      }),
    )
    .output(z.void()),
  remove: call.input(one).output(z.void()),
};
