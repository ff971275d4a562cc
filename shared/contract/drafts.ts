import { z } from "zod";
import { call } from "./errors.ts";
import { key, storeId } from "./schemas.ts";

/** UTF-16 units of one piece: as JSON, with every unit escaped, still less than a message of the shell may hold. */
export const DRAFT_PIECE = 128 * 1024;
/** UTF-16 units of one draft, with the value that it started from. */
export const LARGEST_DRAFT = 256 * 1024 ** 2;

/** A name that a window keeps through reloads. */
const window = z.uuid();
const one = z.object({ store: storeId, window, key });

/**
 * Unsaved edits, kept on disk by the shell so that they outlive page, server and app. Each belongs to a window. The shell
 * does not look into them.
 */
export const drafts = {
  /**
   * The keys with a draft of this window, or of a window that is gone: that one becomes this window's. `open` names the
   * other windows of this shell.
   */
  list: call
    .input(z.object({ store: storeId, window, open: z.array(window).max(10_000) }))
    .output(z.array(key)),
  /** The next piece from here on; null at the end, and when there is no such draft. */
  read: call.input(one.extend({ from: z.int().min(0) })).output(z.string().nullable()),
  /**
   * Takes a draft in pieces, one after the other; `from` says how much was sent before. It replaces the one before, on
   * disk, when the answer to the last piece comes.
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
