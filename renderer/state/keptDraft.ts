import { z } from "zod";
import { validate } from "../../shared/json/index.ts";
import type { Draft } from "./slices/drafts.ts";

/** Characters of a stored value that is read again to be sure; a longer one would hold the page for too long. */
const MOST_READ = 1_000_000;
const json = z.string().refine((text) => text.length > MOST_READ || validate(text).ok);
const field = z
  .object({
    path: z.array(z.union([z.string(), z.int().min(0)])),
    part: z.enum(["name", "value"]),
    before: z.string(),
    written: z.string(),
    isNew: z.boolean().exactOptional(),
  })
  .refine(({ part, before }) => part === "name" || validate(before).ok);
const draft = z.object({
  text: z.string(),
  base: z.object({ text: json, since: z.int().min(0) }).nullable(),
  field: field.exactOptional(),
});

/** The draft that was written down as this text; null when it is damaged. */
export function keptDraft(text: string): Draft | null {
  try {
    const read = draft.safeParse(JSON.parse(text));
    return read.success ? (read.data as Draft) : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
