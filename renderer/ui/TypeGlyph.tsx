import type { JsonType } from "../../shared/model/index.ts";
import styles from "./TypeGlyph.module.css";

const glyphs: Readonly<Record<JsonType, string>> = {
  object: "{}",
  array: "[]",
  string: "“”",
  number: "#",
  boolean: "⊤",
  null: "∅",
};

/** The type of a value as a sign, with its name for screen readers and on hover. */
export function TypeGlyph({ type }: { readonly type: JsonType }) {
  return (
    <span role="img" className={styles.glyph} aria-label={type}>
      {glyphs[type]}
    </span>
  );
}
