import { z } from "zod";
import { minify, validate } from "../../shared/json/index.ts";
import type { Draft } from "./slices/drafts.ts";

/** The longest stored value, in characters, that is compared again; a longer one would block the page. */
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
  isCanonical: z.literal(true).exactOptional(),
  base: z.object({ text: json, since: z.int().min(0) }).nullable(),
  field: field.exactOptional(),
});

/** The draft from its kept text; null if it is damaged. */
export function keptDraft(text: string): Draft | null {
  try {
    const read = draft.safeParse(JSON.parse(text));
    if (!read.success) return null;
    const { isCanonical, ...typed } = read.data;
    const isSure = isCanonical === true && typed.text.length <= MOST_READ && isStorable(typed.text);
    return { ...typed, ...(isSure && { isCanonical }) } as Draft;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Whether a text that is said to be canonical is: somebody may have changed the file. */
function isStorable(text: string): boolean {
  return validate(text).ok && minify(text) === text;
}
